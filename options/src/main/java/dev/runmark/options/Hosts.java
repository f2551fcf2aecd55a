package dev.runmark.options;

import java.util.Arrays;
import java.util.Locale;

/** Which hosts lie on this machine, so that talk to them needs no TLS. */
final class Hosts {

  private Hosts() {}

  /** Whether all hosts of {@code host[:port],…} are the loopback's, by name or by address. */
  static boolean allLoopback(String hosts) {
    return Arrays.stream(hosts.split(",", -1)).allMatch(Hosts::loopback);
  }

  private static boolean loopback(String hostAndPort) {
    String host = hostAndPort.strip().toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
