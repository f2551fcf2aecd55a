package dev.runmark.quickstart.check;

import dev.runmark.quickstart.ledger.Poison;
import dev.runmark.quickstart.ledger.SentPoison;
import dev.runmark.quickstart.ledger.SentRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Reads everything back and compares it with what was sent.
 *
 * <p>It wants the job to be idle: all that was sent stored, or never to be. Memory: about 110 bytes
 * a run, the lines of one part, and the runs whose lines lie in parts far apart.
 */
public final class Checker {

  private final IndexSnapshot index;
  private final Bucket bucket;
  private final SentRuns sent;
  private final Findings findings = new Findings();
  private final RunAudit runs;
  private final EventAudit events;

  private Checker(IndexSnapshot index, Bucket bucket, SentRuns sent, Reading reading) {
    this.index = index;
    this.bucket = bucket;
    this.sent = sent;
    this.runs = new RunAudit(sent, findings);
    this.events = new EventAudit(sent, reading, findings);
  }

  /**
   * Audits what is stored.
   *
   * @param ledger the directory with the ledgers of all that was ever sent there
   * @throws IOException when it cannot be done; what is stored wrongly is in the report instead
   */
  public static CheckReport check(CheckTarget target, Path ledger, Reading reading)
      throws IOException {
    SentRuns sent = SentRuns.read(ledger);
    Map<String, Poison> poison = SentPoison.read(ledger);
    try (IndexSnapshot index = IndexSnapshot.open(target.postgres());
        Bucket bucket = new Bucket(target.s3())) {
      Checker checker = new Checker(index, bucket, sent, reading);
      DeadLetterAudit letters = new DeadLetterAudit(poison, checker.findings);
      letters.audit(target.kafka());
      return checker.report(poison.size(), letters.rejected());
    } catch (SQLException e) {
      throw new IOException("reading the index at " + target.postgres() + ": " + e.getMessage(), e);
    }
  }

  private CheckReport report(long poison, long rejected) throws IOException, SQLException {
    List<CommittedPart> parts = index.parts();
    ledger(parts);
    index.runs(runs::row);
    for (UUID run : index.runsInUnknownParts()) {
      findings.violation(Invariant.C1, "run " + run + ": its part is not in the ledger");
      runs.unreadable(run);
      events.unknown(run);
    }
    lines(parts);
    runs.finish();
    events.finish();
    CheckReport.Totals totals =
        new CheckReport.Totals(
            sent.size(),
            poison,
            runs.stored(),
            runs.verified(),
            rejected,
            sent.events(),
            parts.stream().mapToLong(CommittedPart::lines).sum(),
            parts.size(),
            parts.stream().mapToLong(CommittedPart::length).sum());
    return new CheckReport(findings.all(), totals);
  }

  private void ledger(List<CommittedPart> parts) {
    Set<UUID> ids = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (CommittedPart part : parts) {
      findings.check(
          Invariant.E1,
          ids.add(part.part()) & keys.add(part.bucket() + "/" + part.key()),
          "part " + part.part() + ": a second ledger row, or a second part of its key");
      boolean counted =
          part.written() != null
              && part.stale() != null
              && part.written() + part.stale() == part.lines();
      findings.check(
          Invariant.E2,
          counted,
          String.format(
              "part %s: %d lines, written %d, stale %d",
              part.part(), part.lines(), part.written(), part.stale()));
    }
  }

  private void lines(List<CommittedPart> parts) throws SQLException {
    Map<UUID, CommittedPart> byId = new HashMap<>();
    parts.forEach(part -> byId.put(part.part(), part));
    PartAudit audit = new PartAudit(index, bucket, runs, events, findings);
    List<VisibleLine> gathered = new ArrayList<>();
    index.lines(
        line -> {
          events.shown(line.id());
          if (!gathered.isEmpty() && !gathered.get(0).part().equals(line.part())) {
            audit.audit(take(byId, gathered.get(0).part()), gathered);
            gathered.clear();
          }
          gathered.add(line);
        });
    if (!gathered.isEmpty()) {
      audit.audit(take(byId, gathered.get(0).part()), gathered);
    }
    for (CommittedPart part : byId.values()) {
      audit.audit(part, List.of());
    }
  }

  private static CommittedPart take(Map<UUID, CommittedPart> parts, UUID part) {
    CommittedPart taken = parts.remove(part);
    if (taken == null) {
      throw new IllegalStateException("part " + part + ": in the view, not in the ledger");
    }
    return taken;
  }
}
