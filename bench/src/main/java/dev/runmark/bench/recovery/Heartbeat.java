package dev.runmark.bench.recovery;

import java.util.Map;

/** How soon the cluster looks for losses. */
public enum Heartbeat {
  /** Flink's own, which the shipped configuration leaves alone: every 10 s, lost after 50 s. */
  SHIPPED("as shipped", Map.of()),

  /** Every second, lost after 10 s: as the crash tests and the chaos have it. */
  SHORT("1 s, 10 s", Map.of("heartbeat.interval", "1 s", "heartbeat.timeout", "10 s"));

  private final String text;
  private final Map<String, String> keys;

  Heartbeat(String text, Map<String, String> keys) {
    this.text = text;
    this.keys = keys;
  }

  Map<String, String> keys() {
    return keys;
  }

  @Override
  public String toString() {
    return text;
  }
}
