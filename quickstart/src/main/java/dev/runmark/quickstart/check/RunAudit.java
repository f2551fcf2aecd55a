package dev.runmark.quickstart.check;

import dev.runmark.quickstart.ledger.SentRuns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A1: the rows against what was sent, the content of each run against its digest, and what the row
 * says of the run against its content.
 *
 * <p>A run of several lines waits for the last of them, then is folded and forgotten; since the
 * lines of a run lie in parts close to each other, few wait at a time.
 */
final class RunAudit {

  /** Nothing that is sent names one. */
  private static final String TENANT = "default";

  private final SentRuns sent;
  private final Findings findings;
  private final BitSet seen = new BitSet();
  private final Map<UUID, List<Piece>> waiting = new HashMap<>();
  private final Set<UUID> unreadable = new HashSet<>();
  private long stored;
  private long verified;

  RunAudit(SentRuns sent, Findings findings) {
    this.sent = sent;
    this.findings = findings;
  }

  void row(IndexSnapshot.RunRow row) {
    int number = sent.find(row.run());
    if (number < 0) {
      findings.violation(Invariant.A1, "run " + row.run() + ": a row, but it was never sent");
      return;
    }
    if (seen.get(number)) {
      findings.violation(Invariant.A1, "run " + row.run() + ": a second row, of " + row.tenant());
      return;
    }
    seen.set(number);
    if (!row.tenant().equals(TENANT)) {
      findings.violation(
          Invariant.A1, "run " + row.run() + ": of tenant " + row.tenant() + ", wanted " + TENANT);
    }
    if (row.lines() == 0) {
      findings.violation(Invariant.A1, "run " + row.run() + ": its row says that it is deleted");
      return;
    }
    stored++;
  }

  /** A line that could be read; what its run says is known once all of them were. */
  void piece(Piece piece) {
    UUID run = piece.line().id().run();
    List<Piece> pieces = waiting.computeIfAbsent(run, id -> new ArrayList<>(2));
    pieces.add(piece);
    if (pieces.size() == piece.line().siblings()) {
      waiting.remove(run);
      compare(run, pieces);
    }
  }

  /** A line that could not, which is reported elsewhere. */
  void unreadable(UUID run) {
    unreadable.add(run);
  }

  private void compare(UUID run, List<Piece> pieces) {
    int number = sent.find(run);
    if (number < 0) {
      return;
    }
    if (sent.matches(number, ReadingOrder.fold(pieces).sha256())) {
      compareListed(run, pieces);
    } else {
      findings.violation(
          Invariant.A1,
          "run " + run + ": its " + pieces.size() + " lines do not fold to what was sent");
    }
  }

  private void compareListed(UUID run, List<Piece> pieces) {
    try {
      List<String> wrong = ReadingOrder.listed(pieces).differences(pieces.get(0).line().row());
      if (wrong.isEmpty()) {
        verified++;
      } else {
        findings.violation(
            Invariant.A1, "run " + run + ": its row says " + String.join("; ", wrong));
      }
    } catch (IOException e) {
      findings.violation(Invariant.A1, "run " + run + ": " + e.getMessage());
    }
  }

  void finish() {
    findings.checked(Invariant.A1, sent.size());
    for (int i = seen.nextClearBit(0); i < sent.size(); i = seen.nextClearBit(i + 1)) {
      findings.violation(Invariant.A1, "run " + sent.id(i) + ": sent, but it has no row");
    }
    waiting.forEach(
        (run, pieces) -> {
          if (!unreadable.contains(run)) {
            findings.violation(
                Invariant.A1,
                String.format(
                    "run %s: its row says %d lines, %d are there",
                    run, pieces.get(0).line().siblings(), pieces.size()));
          }
        });
  }

  long stored() {
    return stored;
  }

  long verified() {
    return verified;
  }
}
