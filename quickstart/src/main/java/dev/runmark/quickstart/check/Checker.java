package dev.runmark.quickstart.check;

import dev.runmark.quickstart.ledger.Poison;
import dev.runmark.quickstart.ledger.SentPoison;
import dev.runmark.quickstart.ledger.SentRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Reads everything back and compares it with what was sent, as the ledger of its generator tells.
 *
 * <p>It wants the job to be idle: all that was sent stored, or never to be. What knows no
 * generator, only the topics, is {@link Auditor}. Memory: about 110 bytes a run for the ledger.
 */
public final class Checker {

  private Checker() {}

  /**
   * Audits what is stored.
   *
   * @param ledger the directory with the ledgers of all that was ever sent there
   * @throws IOException when it cannot be done; what is stored wrongly is in the report instead
   */
  public static CheckReport check(CheckTarget target, Path ledger, Reading reading)
      throws IOException {
    SentRuns sent = SentRuns.read(ledger);
    Findings findings = new Findings();
    Horizon horizon = Horizon.ofLedger();
    try (Scratch scratch = Scratch.create();
        Comparison comparison =
            new Comparison(scratch.directory(), horizon, Sample.ALL, findings, Progress.NONE);
        IndexSnapshot index = IndexSnapshot.open(target.postgres());
        Bucket bucket = new Bucket(target.s3())) {
      LedgerFeed.feed(sent, comparison.evidence());
      for (Poison poison : SentPoison.read(ledger).values()) {
        comparison
            .letters()
            .wanted(
                new Letters.Wanted(
                    poison.key(), poison.kind(), poison.size(), poison.sha256(), Horizon.Due.NOW));
      }
      comparison.compare(index, bucket, target.kafka(), reading);
      return new CheckReport(findings.all(), comparison.totals(sent.size(), sent.events()));
    } catch (SQLException e) {
      throw new IOException("reading the index at " + target.postgres() + ": " + e.getMessage(), e);
    }
  }
}
