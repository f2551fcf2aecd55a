package dev.runmark.quickstart.check;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ledger: each of its rows, and with it the part that it names. */
final class LedgerAudit {

  private static final String TWICE =
      """
      SELECT bucket, key, count(*) FROM parts GROUP BY bucket, key HAVING count(*) > 1""";

  private final IndexSnapshot index;
  private final PartAudit audit;
  private final Evidence evidence;
  private final Findings findings;
  private final Progress progress;
  private long parts;
  private long lines;
  private long bytes;

  LedgerAudit(
      IndexSnapshot index,
      PartAudit audit,
      Evidence evidence,
      Findings findings,
      Progress progress) {
    this.index = index;
    this.audit = audit;
    this.evidence = evidence;
    this.findings = findings;
    this.progress = progress;
  }

  /** Goes through parts and lines together, both in the order of the parts. */
  void audit(Sample sample) throws SQLException, IOException {
    keysThatStandTwice();
    List<VisibleLine> gathered = new ArrayList<>();
    try (PartRows rows = index.parts()) {
      index.lines(
          sample,
          line -> {
            evidence.shown(line.id());
            if (!gathered.isEmpty() && !gathered.get(0).part().equals(line.part())) {
              upTo(rows, gathered.get(0).part(), gathered);
              gathered.clear();
            }
            gathered.add(line);
          });
      upTo(rows, gathered.isEmpty() ? null : gathered.get(0).part(), gathered);
      upTo(rows, null, List.of());
    }
  }

  private void keysThatStandTwice() throws SQLException {
    try (PreparedStatement statement = index.connection().prepareStatement(TWICE);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        findings.violation(
            Invariant.E1,
            String.format(
                "key %s of bucket %s: %d ledger rows",
                row.getString(2), row.getString(1), row.getLong(3)));
      }
    }
  }

  /**
   * Takes rows of the ledger up to that of a part, whose lines these are.
   *
   * @param part null: all that are left
   */
  private void upTo(PartRows rows, @Nullable UUID part, List<VisibleLine> visible)
      throws SQLException, IOException {
    for (CommittedPart next = rows.next(); next != null; next = rows.next()) {
      row(next);
      if (next.part().equals(part)) {
        audit.audit(next, visible);
        return;
      }
      audit.audit(next, List.of());
    }
    if (part != null) {
      throw new IllegalStateException("part " + part + ": in the view, not in the ledger");
    }
  }

  private void row(CommittedPart part) {
    parts++;
    lines += part.lines();
    bytes += part.length();
    progress.at("parts", parts, 0);
    findings.checked(Invariant.E1, 1);
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

  long parts() {
    return parts;
  }

  long lines() {
    return lines;
  }

  long bytes() {
    return bytes;
  }
}
