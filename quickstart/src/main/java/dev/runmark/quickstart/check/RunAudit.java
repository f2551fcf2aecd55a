package dev.runmark.quickstart.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A1: the rows against what was sent, the content of each run against the fold of its events, and
 * what the row says of the run against its content.
 */
final class RunAudit {

  private final Horizon horizon;
  private final Findings findings;
  private long sent;
  private long stored;
  private long verified;
  private long notYet;
  private long beyond;

  RunAudit(Horizon horizon, Findings findings) {
    this.horizon = horizon;
    this.findings = findings;
  }

  /**
   * Audits a run, of each tenant for itself.
   *
   * @param shown which of its events the index shows
   */
  void audit(RunEvidence run, HeldEvents shown) {
    Set<String> tenants = new TreeSet<>();
    run.events.forEach(event -> tenants.add(event.tenant()));
    run.rows.forEach(row -> tenants.add(row.tenant()));
    for (String tenant : tenants) {
      audit(run, tenant, shown);
    }
  }

  private void audit(RunEvidence run, String tenant, HeldEvents shown) {
    List<SentEvent> due = new ArrayList<>();
    boolean any = false;
    boolean required = false;
    for (int i = 0; i < run.events.size(); i++) {
      SentEvent event = run.events.get(i);
      if (event.tenant().equals(tenant)) {
        any = true;
        required |= horizon.required(event);
        if (horizon.required(event) || shown.holds(i)) {
          due.add(event);
        }
      }
    }
    sent += any ? 1 : 0;
    List<IndexSnapshot.RunRow> rows =
        run.rows.stream().filter(row -> row.tenant().equals(tenant)).toList();
    if (rows.isEmpty() && !required) {
      notYet++;
    } else if (rows.isEmpty()) {
      findings.check(Invariant.A1, false, "run " + run.run + ": sent, but it has no row");
    } else if (!any && (shown.beyond() || run.hidden)) {
      beyond++;
    } else if (!any) {
      findings.check(
          Invariant.A1,
          false,
          "run " + run.run + ": a row of " + tenant + ", but it was never sent");
    } else {
      findings.checked(Invariant.A1, 1);
      audit(run, rows.get(0), due, shown.beyond());
    }
  }

  private void audit(
      RunEvidence run, IndexSnapshot.RunRow row, List<SentEvent> due, boolean unknownEvents) {
    if (row.lines() == 0) {
      findings.violation(Invariant.A1, "run " + run.run + ": its row says that it is deleted");
      return;
    }
    stored++;
    long shown = run.shown.stream().filter(line -> line.tenant().equals(row.tenant())).count();
    if (!run.hidden && shown != row.lines()) {
      findings.violation(
          Invariant.A1,
          String.format(
              "run %s: its row says %d lines, %d are there", run.run, row.lines(), shown));
      return;
    }
    List<Piece> pieces =
        run.pieces.stream()
            .filter(piece -> piece.line().id().tenant().equals(row.tenant()))
            .toList();
    if (unknownEvents) {
      beyond++;
    } else if (!pieces.isEmpty() && pieces.size() == shown && !run.hidden) {
      compare(run, pieces, due);
    }
  }

  private void compare(RunEvidence run, List<Piece> pieces, List<SentEvent> due) {
    try {
      Told stored = ReadingOrder.fold(told(pieces));
      Told wanted = run.sent == null ? wanted(pieces, due) : stored;
      byte[] digest = run.sent == null ? wanted.fields().sha256() : run.sent.sha256();
      if (!Arrays.equals(digest, stored.fields().sha256())) {
        findings.violation(
            Invariant.A1,
            "run " + run.run + ": its " + pieces.size() + " lines do not fold to what was sent");
        return;
      }
      List<String> wrong = wanted.listed().differences(pieces.get(0).line().row());
      if (wrong.isEmpty()) {
        verified++;
      } else {
        findings.violation(
            Invariant.A1, "run " + run.run + ": its row says " + String.join("; ", wrong));
      }
    } catch (IOException e) {
      findings.violation(Invariant.A1, "run " + run.run + ": " + e.getMessage());
    }
  }

  private static List<Told> told(List<Piece> pieces) throws IOException {
    List<Told> told = new ArrayList<>();
    for (Piece piece : pieces) {
      told.add(Told.of(piece));
    }
    return told;
  }

  private Told wanted(List<Piece> pieces, List<SentEvent> due) throws IOException {
    List<Told> events = new ArrayList<>();
    for (SentEvent event : due) {
      events.add(Told.of(event, horizon.number(event.topicId(), event.partition())));
    }
    boolean oneTrace = events.stream().map(Told::trace).distinct().count() == 1;
    return ReadingOrder.fold(oneTrace ? events : cutAs(pieces, events));
  }

  /**
   * The events of a run in two traces: how they were cut into lines decides then what is read, so
   * each line is made of the events that it says it holds.
   */
  private static List<Told> cutAs(List<Piece> pieces, List<Told> events) throws IOException {
    List<Told> lines = new ArrayList<>();
    for (Piece piece : pieces) {
      LineId id = piece.line().id();
      Told line = null;
      for (Told event : events) {
        boolean inside =
            event.source() == piece.line().source()
                && event.trace().equals(id.trace())
                && event.hi() >= id.lo()
                && event.hi() <= id.hi();
        if (inside) {
          line = line == null ? event : line.then(event);
        }
      }
      if (line == null) {
        throw new IOException("its line " + id.lo() + " to " + id.hi() + " holds no event of it");
      }
      lines.add(line);
    }
    return lines;
  }

  /** How many runs were sent, as far as it is known. */
  long sent() {
    return sent;
  }

  long stored() {
    return stored;
  }

  /** How many of them were read back and are what was sent. */
  long verified() {
    return verified;
  }

  /** How many runs have no row, and need none yet. */
  long notYet() {
    return notYet;
  }

  /** How many runs hold events that Kafka does not have any more. */
  long beyond() {
    return beyond;
  }
}
