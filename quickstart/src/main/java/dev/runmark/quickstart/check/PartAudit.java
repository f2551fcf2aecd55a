package dev.runmark.quickstart.check;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One committed part: its object, its rows object, and the lines that the index shows in it. */
final class PartAudit {

  private final IndexSnapshot index;
  private final Bucket bucket;
  private final LineAudit lines;
  private final Evidence evidence;
  private final boolean whole;
  private final Findings findings;

  /**
   * @param whole whether the objects are read from end to end, and all lines of the parts are
   *     accounted for; else only what the lines need
   */
  PartAudit(
      IndexSnapshot index, Bucket bucket, Evidence evidence, boolean whole, Findings findings) {
    this.index = index;
    this.bucket = bucket;
    this.lines = new LineAudit(bucket, evidence, findings);
    this.evidence = evidence;
    this.whole = whole;
    this.findings = findings;
  }

  /**
   * Audits a part.
   *
   * @param visible the index's lines in it, by place
   */
  void audit(CommittedPart part, List<VisibleLine> visible) throws SQLException, IOException {
    if (part.state() != CommittedPart.COMMITTED) {
      findings.check(
          Invariant.C1,
          visible.isEmpty(),
          "part " + part.part() + ": state " + part.state() + ", but it has lines");
      return;
    }
    if (!whole && visible.isEmpty()) {
      return;
    }
    if (objectIsThere(part)) {
      lines.audit(part, visible);
    }
    rows(part, visible);
  }

  private boolean objectIsThere(CommittedPart part) {
    try {
      if (!whole) {
        long length = bucket.length(part.bucket(), part.key());
        findings.checked(Invariant.C1, 1);
        findings.check(
            Invariant.B4,
            length == part.length(),
            String.format(
                "part %s: the ledger says %d bytes, the object has %d",
                part.part(), part.length(), length));
        return true;
      }
      Bucket.Whole object = bucket.measure(part.bucket(), part.key());
      findings.checked(Invariant.C1, 1);
      findings.check(
          Invariant.B4,
          object.length() == part.length() && object.checksum() == part.checksum(),
          String.format(
              "part %s: the ledger says %d bytes, CRC %08x; the object has %d, %08x",
              part.part(), part.length(), part.checksum(), object.length(), object.checksum()));
      return true;
    } catch (IOException e) {
      findings.check(Invariant.C1, false, "part " + part.part() + ": " + e.getMessage());
      return false;
    }
  }

  private void rows(CommittedPart part, List<VisibleLine> visible)
      throws SQLException, IOException {
    RowsFile rows;
    try {
      byte[] bytes = bucket.whole(part.bucket(), part.rowsKey());
      rows = RowsFile.parse(bytes);
      checkEqualsLedger(part, rows, bytes.length);
    } catch (IOException e) {
      findings.check(
          Invariant.B3, false, "rows object of part " + part.part() + ": " + e.getMessage());
      evidence.rowsUnreadable();
      return;
    }
    for (RowsFile.Row row : rows.lines()) {
      evidence.held(row.id());
    }
    findings.check(
        Invariant.B3,
        rows.framed() == part.length() && rows.framedLines() == rows.lines().size(),
        String.format(
            "part %s: its frames fill %d of %d bytes and hold %d of %d lines",
            part.part(), rows.framed(), part.length(), rows.framedLines(), rows.lines().size()));
    account(part, rows, visible);
  }

  private void checkEqualsLedger(CommittedPart part, RowsFile rows, int length) {
    findings.check(
        Invariant.B4,
        rows.part().equals(part.part())
            && rows.lines().size() == part.lines()
            && rows.partLength() == part.length()
            && rows.partChecksum() == part.checksum()
            && rows.compression() == part.compression()
            && length == part.rowsLength(),
        String.format(
            "part %s: its rows object says part %s, %d lines, %d bytes; the ledger %d and %d",
            part.part(),
            rows.part(),
            rows.lines().size(),
            rows.partLength(),
            part.lines(),
            part.length()));
  }

  /**
   * C3: each line of the part is either current or covered by a current one, and no other is. B4:
   * the index and the rows object say the same of where a current one lies.
   */
  private void account(CommittedPart part, RowsFile rows, List<VisibleLine> visible)
      throws SQLException {
    Map<LineId, Place> current = new HashMap<>();
    visible.forEach(line -> current.put(line.id(), line.place()));
    List<LineId> replaced = new ArrayList<>();
    for (RowsFile.Row row : rows.lines()) {
      Place indexed = current.remove(row.id());
      if (indexed == null) {
        replaced.add(row.id());
        continue;
      }
      findings.checked(Invariant.C3, 1);
      findings.check(
          Invariant.B4,
          indexed.equals(row.place()),
          String.format(
              "run %s in part %s: the index says %s; the rows object %s",
              row.id().run(), part.part(), indexed, row.place()));
    }
    if (whole) {
      covered(part, replaced);
    }
    for (LineId line : current.keySet()) {
      findings.violation(
          Invariant.C3, "run " + line.run() + ": part " + part.part() + " has no such line");
    }
  }

  private void covered(CommittedPart part, List<LineId> replaced) throws SQLException {
    Map<UUID, List<LineId>> current = new HashMap<>();
    for (LineId line : index.linesOf(replaced)) {
      current.computeIfAbsent(line.run(), run -> new ArrayList<>()).add(line);
    }
    for (LineId line : replaced) {
      findings.check(
          Invariant.C3,
          current.getOrDefault(line.run(), List.of()).stream().anyMatch(by -> by.covers(line)),
          "run " + line.run() + ": its line in part " + part.part() + " is not in the index");
    }
  }
}
