package dev.runmark.proof.chaos;

import dev.runmark.embedded.faults.S3Fault;
import dev.runmark.embedded.faults.S3Operation;
import dev.runmark.embedded.faults.S3Proxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The bucket swept beside the job, without a fault and with each call of the sweep failing. */
final class SweepBlows {

  /** Longer than a part waits for its commit, whatever is done to the system here. */
  private static final Duration GRACE = Duration.ofMinutes(5);

  private static final Map<S3Operation, List<S3Fault>> FAULTS =
      Map.of(
          S3Operation.LIST_OBJECTS,
          List.of(S3Fault.INTERNAL_ERROR, S3Fault.SLOW_DOWN, S3Fault.RESET, S3Fault.TRUNCATED),
          S3Operation.LIST_UPLOADS,
          List.of(S3Fault.INTERNAL_ERROR, S3Fault.ANSWER_LOST),
          S3Operation.DELETE_OBJECTS,
          List.of(
              S3Fault.INTERNAL_ERROR,
              S3Fault.ANSWER_LOST,
              S3Fault.KEY_FAILED,
              S3Fault.KEY_DENIED,
              S3Fault.KEY_LEFT_OUT));

  private SweepBlows() {}

  static List<Variant> variants() {
    List<Variant> all = new ArrayList<>();
    all.add(new Variant(FaultKind.SWEEP, "", SweepBlows::swept));
    // The order of a map's keys is another in every JVM; a seed must mean the same in all.
    for (S3Operation operation : S3Operation.values()) {
      for (S3Fault fault : FAULTS.getOrDefault(operation, List.of())) {
        String name = (operation + " " + fault).toLowerCase(Locale.ROOT).replace('_', '-');
        all.add(new Variant(FaultKind.S3_FAULT, name, t -> sweptWith(t, operation, fault)));
      }
    }
    return all;
  }

  private static boolean swept(Theatre theatre) throws IOException {
    theatre.say("       " + theatre.scene().sweep(GRACE));
    return true;
  }

  /** A sweep may fail of it; the one after it must remove what nobody committed. */
  private static boolean sweptWith(Theatre theatre, S3Operation operation, S3Fault fault)
      throws IOException {
    Path stray = stray(theatre);
    S3Proxy proxy = theatre.servers().s3Proxy();
    proxy.fail(operation, fault);
    try {
      theatre.say("       " + theatre.scene().sweep(GRACE));
    } catch (IOException e) {
      theatre.say("       " + e.getMessage());
    }
    boolean met = proxy.due(operation) == 0;
    proxy.heal();
    if (Files.exists(stray)) {
      theatre.say("       again: " + theatre.scene().sweep(GRACE));
    }
    if (Files.exists(stray)) {
      throw new IOException("C2: " + stray + " is there after a sweep without a fault");
    }
    return met;
  }

  /** A part of yesterday that nobody committed. */
  private static Path stray(Theatre theatre) throws IOException {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    LocalDate day = LocalDate.ofInstant(yesterday, ZoneOffset.UTC);
    UUID random = new UUID(theatre.random().nextLong(), theatre.random().nextLong());
    UUID part =
        new UUID(
            yesterday.toEpochMilli() << 16 | 0x7000 | random.getMostSignificantBits() & 0xfff,
            random.getLeastSignificantBits() & ~(3L << 62) | 1L << 63);
    // The server keeps its objects as files, and their times as files have them.
    Path file = theatre.scene().parts().file(theatre.servers().objects(), "dt=" + day, part);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{}\n");
    Files.setLastModifiedTime(file, FileTime.from(yesterday));
    return file;
  }
}
