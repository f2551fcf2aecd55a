package dev.runmark.quickstart.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A2, run by run: each event that was sent is in exactly one line of the committed parts (in one at
 * least, when some were read again), and in a line that the index shows, unless a complete run
 * after it stands for it.
 */
final class EventAudit {

  private final Horizon horizon;
  private final Reading reading;
  private final boolean partsAreKnown;
  private final Findings findings;

  /**
   * @param partsAreKnown whether all lines of the parts are
   */
  EventAudit(Horizon horizon, Reading reading, boolean partsAreKnown, Findings findings) {
    this.horizon = horizon;
    this.reading = reading;
    this.partsAreKnown = partsAreKnown;
    this.findings = findings;
  }

  void audit(RunEvidence run, HeldEvents shown) {
    if (run.events.isEmpty()) {
      neverSent(run);
    } else {
      String wrong = wrong(run, shown);
      findings.check(Invariant.A2, wrong == null, "run " + run.run + ": " + wrong);
    }
  }

  /** What the index shows of such a run is reported elsewhere. */
  private void neverSent(RunEvidence run) {
    if (!HeldEvents.of(List.of(), run.held, horizon).beyond()) {
      run.held.forEach(
          line ->
              findings.violation(
                  Invariant.A2, "run " + run.run + ": a line, but it was never sent"));
    }
  }

  private @Nullable String wrong(RunEvidence run, HeldEvents shown) {
    if (run.sent != null && run.sent.events() != run.events.size()) {
      return String.format(
          "the ledger has the places of %d of its %d events", run.events.size(), run.sent.events());
    }
    if (partsAreKnown) {
      HeldEvents held = HeldEvents.of(run.events, run.held, horizon);
      String wrong = held.wrong(reading.mostLines(), horizon::required);
      if (wrong != null) {
        return "in the parts " + wrong;
      }
    }
    String wrong = run.hidden ? null : shown.wrong(Integer.MAX_VALUE, horizon::required);
    return wrong == null ? null : "in the index " + wrong;
  }
}
