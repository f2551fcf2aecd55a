package dev.runmark.quickstart.check;

import dev.runmark.quickstart.ledger.SentEvents;
import dev.runmark.quickstart.ledger.SentRuns;
import java.util.BitSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A2, run by run: each event that was sent is in exactly one line of the committed parts (in one at
 * least, when some were read again), and in a line that the index shows, unless a complete run
 * after it stands for it.
 */
final class EventAudit {

  private final SentRuns sent;
  private final Reading reading;
  private final Findings findings;
  private final HeldEvents inParts;
  private final HeldEvents shown;
  private final BitSet unknown = new BitSet();
  private boolean incomplete;

  EventAudit(SentRuns sent, Reading reading, Findings findings) {
    this.sent = sent;
    this.reading = reading;
    this.findings = findings;
    this.inParts = new HeldEvents(sent);
    this.shown = new HeldEvents(sent);
  }

  /** A line of a committed part, by its rows object. */
  void line(LineId line) {
    int number = sent.find(line.run());
    if (number < 0) {
      findings.violation(Invariant.A2, "run " + line.run() + ": a line, but it was never sent");
    } else {
      inParts.add(number, line);
    }
  }

  /** A line that the index shows; one of a run that was never sent is reported elsewhere. */
  void shown(LineId line) {
    int number = sent.find(line.run());
    if (number >= 0) {
      shown.add(number, line);
    }
  }

  /**
   * A rows object could not be read, which is reported elsewhere: which lines it has, nobody knows.
   */
  void unreadable() {
    incomplete = true;
  }

  /** A run has a line that the index cannot show, which is reported elsewhere. */
  void unknown(UUID run) {
    int number = sent.find(run);
    if (number >= 0) {
      unknown.set(number);
    }
  }

  void finish() {
    for (int run = 0; run < sent.size(); run++) {
      String wrong = wrong(run);
      findings.check(Invariant.A2, wrong == null, "run " + sent.id(run) + ": " + wrong);
    }
  }

  private @Nullable String wrong(int run) {
    SentEvents places = sent.places();
    int known = places.end(run) - places.first(run);
    if (known != sent.events(run)) {
      return "the ledger has the places of " + known + " of its " + sent.events(run) + " events";
    }
    String wrong = incomplete ? null : inParts.wrong(run, reading.mostLines());
    if (wrong != null) {
      return "in the parts " + wrong;
    }
    wrong = unknown.get(run) ? null : shown.wrong(run, Byte.MAX_VALUE);
    return wrong == null ? null : "in the index " + wrong;
  }
}
