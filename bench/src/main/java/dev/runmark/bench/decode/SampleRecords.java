package dev.runmark.bench.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.quickstart.generate.SampleRuns;
import dev.runmark.storage.part.SourcePartition;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The records that are decoded: creates of distinct runs with realistic text, the same ones each
 * time, and enough of them not to live in the processor's nearest cache.
 */
final class SampleRecords {

  static final int COUNT = 200;

  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final SourcePartition SOURCE = new SourcePartition(new UUID(0, 1), "runs", 0);

  private SampleRecords() {}

  /** Records of about so many times 1000 bytes. */
  static List<RawRecord> of(int kilobytes) {
    SampleRuns samples = new SampleRuns(kilobytes);
    Random ids = new Random(kilobytes);
    return IntStream.range(0, COUNT)
        .mapToObj(offset -> record(offset, value(samples, ids, kilobytes * 1000)))
        .toList();
  }

  /** Of the values of all records. */
  static long bytes(List<RawRecord> records) {
    return records.stream().mapToLong(record -> value(record).length).sum();
  }

  static byte[] value(RawRecord record) {
    byte[] value = record.value();
    if (value == null) {
      throw new IllegalArgumentException("record " + record.coordinates() + ": has no value");
    }
    return value;
  }

  private static byte[] value(SampleRuns samples, Random ids, int size) {
    UUID run = new UUID(ids.nextLong(), ids.nextLong());
    UUID trace = new UUID(ids.nextLong(), ids.nextLong());
    return samples.create(run, trace, START, size).getBytes(UTF_8);
  }

  private static RawRecord record(int offset, byte[] value) {
    return new RawRecord(SOURCE, offset, START, null, value, List.of());
  }
}
