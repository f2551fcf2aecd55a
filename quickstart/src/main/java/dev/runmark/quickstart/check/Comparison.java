package dev.runmark.quickstart.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What was sent, told to it first, against what the index, the parts and the dead-letter topic say.
 *
 * <p>Memory: two times {@link #MEMORY} for what is gathered, the lines of one part, the largest
 * run.
 */
final class Comparison implements AutoCloseable {

  /** Bytes to gather before they go to disk. */
  static final long MEMORY = 16 << 20;

  private final Horizon horizon;
  private final Sample sample;
  private final Findings findings;
  private final Progress progress;
  private final Evidence evidence;
  private final Letters letters;
  private final RunAudit runs;
  private @Nullable LedgerAudit ledger;

  Comparison(Path scratch, Horizon horizon, Sample sample, Findings findings, Progress progress)
      throws IOException {
    this.horizon = horizon;
    this.sample = sample;
    this.findings = findings;
    this.progress = progress;
    this.evidence = new Evidence(scratch.resolve("runs"), MEMORY, sample);
    this.letters = new Letters(scratch.resolve("letters"), MEMORY, horizon, findings);
    this.runs = new RunAudit(horizon, findings);
  }

  Evidence evidence() {
    return evidence;
  }

  Letters letters() {
    return letters;
  }

  RunAudit runs() {
    return runs;
  }

  void compare(IndexSnapshot index, Bucket bucket, CheckTarget.Kafka kafka, Reading reading)
      throws IOException, SQLException {
    index.runs(sample, evidence::row);
    index.runsInUnknownParts(
        run -> {
          findings.violation(Invariant.C1, "run " + run + ": its part is not in the ledger");
          evidence.hidden(run);
        });
    PartAudit parts = new PartAudit(index, bucket, evidence, sample.all(), findings);
    ledger = new LedgerAudit(index, parts, evidence, findings, progress);
    ledger.audit(sample);
    try (TopicReader reader = new TopicReader(kafka, progress)) {
      reader.read(List.of(kafka.deadLetterTopic()), "dead letters", this::letter);
      if (reader.begins().values().stream().anyMatch(begin -> begin > 0)) {
        letters.gone();
      }
    }
    letters.audit();
    boolean partsAreKnown = sample.all() && !evidence.incomplete();
    EventAudit events = new EventAudit(horizon, reading, partsAreKnown, findings);
    evidence.forEach(
        run -> {
          progress.at("runs", runs.sent(), 0);
          HeldEvents shown = HeldEvents.of(run.events, run.shown, horizon);
          runs.audit(run, shown);
          events.audit(run, shown);
        });
  }

  private void letter(ConsumerRecord<byte[], byte[]> record) throws IOException {
    byte[] key = record.key() == null ? new byte[0] : record.key();
    byte[] value = record.value();
    Header whole = record.headers().lastHeader("runmark.value.sha256");
    letters.letter(
        new Letters.Letter(
            new String(key, StandardCharsets.UTF_8),
            value == null ? -1 : value.length,
            Sha256.of(value == null ? new byte[0] : value),
            whole == null ? null : new String(whole.value(), StandardCharsets.UTF_8)));
  }

  /** What there is, once it was compared. */
  CheckReport.Totals totals(long sent, long events) {
    if (ledger == null) {
      throw new IllegalStateException("nothing was compared yet");
    }
    return new CheckReport.Totals(
        sent,
        letters.poison(),
        runs.stored(),
        runs.verified(),
        letters.rejected(),
        events,
        ledger.lines(),
        ledger.parts(),
        ledger.bytes());
  }

  @Override
  public void close() throws IOException {
    evidence.close();
    letters.close();
  }
}
