package dev.runmark.bench.load;

import dev.runmark.decode.DecodeLimits;
import dev.runmark.decode.RunDecoder;
import dev.runmark.decode.TenantPolicy;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A run with the bytes that it must be read back as.
 *
 * @param document on one line
 */
public record KnownRun(UUID id, byte[] document) {

  private static final int TEMPLATES = 64;
  private static final int RUNS_A_TRACE = 8;
  private static final SourcePartition SOURCE = new SourcePartition(new UUID(9, 9), "runs", 0);
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  /**
   * Creates of distinct runs.
   *
   * @param kilobytes about how many each has, in 1000 bytes
   */
  public static List<KnownRun> of(int kilobytes, int count) {
    List<RunTemplate> templates = RunTemplate.ofSize(kilobytes * 1000, TEMPLATES);
    RunIds ids = new RunIds(kilobytes);
    List<KnownRun> runs = new ArrayList<>(count);
    UUID trace = ids.at(START);
    for (int i = 0; i < count; i++) {
      Instant start = START.plusMillis(i);
      if (i % RUNS_A_TRACE == 0) {
        trace = ids.at(start);
      }
      UUID id = ids.at(start);
      runs.add(new KnownRun(id, templates.get(i % TEMPLATES).fill(id, trace, start)));
    }
    return runs;
  }

  /** The lines that the job makes of these runs, as if each were a record of a topic. */
  public static List<RunLine> lines(List<KnownRun> runs) {
    RunDecoder decoder = new RunDecoder(DecodeLimits.DEFAULT, TenantPolicy.DEFAULT);
    Lines lines = new Lines();
    for (int i = 0; i < runs.size(); i++) {
      decoder.decode(new RawRecord(SOURCE, i, START, null, runs.get(i).document, List.of()), lines);
    }
    return lines.decoded;
  }

  private static final class Lines implements RunDecoder.Output {
    private final List<RunLine> decoded = new ArrayList<>();

    @Override
    public void event(RunEvent event, int index) {
      decoded.add(event.line());
    }

    @Override
    public void rejected(RejectedRecord rejected) {
      throw new IllegalStateException("sample rejected: " + rejected.message());
    }

    @Override
    public void tombstone(RawRecord record) {
      throw new IllegalStateException("sample without a value: " + record.coordinates());
    }
  }
}
