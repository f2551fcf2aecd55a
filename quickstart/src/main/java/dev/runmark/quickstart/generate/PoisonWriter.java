package dev.runmark.quickstart.generate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes what must be rejected, of runs that are never sent otherwise. */
final class PoisonWriter {

  private static final int WHOLE = -1;

  private final RandomGenerator random;
  private final RunWriter writer;

  PoisonWriter(RandomGenerator random, RunWriter writer) {
    this.random = random;
    this.writer = writer;
  }

  /** A create whose id is no UUID. */
  SentEvent badId(RunNode run) {
    SentEvent event = writer.create(run, JsonText.Style.COMPACT);
    String id = run.id().toString();
    String bad = random.nextBoolean() ? "run-" + random.nextInt(1000) : id.substring(1);
    String json = event.json().replaceFirst(id, bad);
    return new SentEvent(run.id(), event.kind(), json);
  }

  /** A record that is poison as a whole, on the partition of some trace. */
  Packed record(UUID trace, RunNode run) {
    return switch (random.nextInt(4)) {
      case 0 -> cutOff(trace, run);
      case 1 -> notUtf8(trace, run);
      case 2 -> withoutTrace(trace, run);
      default -> whole(trace, "not json", Packing.utf8("Traceback (most recent call last):\n"));
    };
  }

  private Packed cutOff(UUID trace, RunNode run) {
    byte[] json = Packing.utf8(writer.create(run, JsonText.Style.COMPACT).json());
    return whole(trace, "cut off", Arrays.copyOf(json, 1 + random.nextInt(json.length - 1)));
  }

  private Packed notUtf8(UUID trace, RunNode run) {
    byte[] json = Packing.utf8(writer.create(run, JsonText.Style.COMPACT).json());
    int name = new String(json, StandardCharsets.ISO_8859_1).indexOf("\"name\"");
    json[name + "\"name\":\"".length()] = (byte) 0xff;
    return whole(trace, "not UTF-8", json);
  }

  private Packed withoutTrace(UUID trace, RunNode run) {
    String json = "{\"id\":\"" + run.id() + "\",\"outputs\":{\"output\":\"" + run.name() + "\"}}";
    SentEvent patch = new SentEvent(run.id(), SentEvent.Kind.PATCH, json);
    byte[] value = Packing.utf8(Packing.envelope(patch));
    return new Packed(
        trace, value, List.of(), new Packed.Spoilt("no trace", 0, Packing.utf8(json)));
  }

  private static Packed whole(UUID trace, String kind, byte[] value) {
    return new Packed(trace, value, List.of(), new Packed.Spoilt(kind, WHOLE, value));
  }
}
