package dev.runmark.quickstart.check;

import dev.runmark.quickstart.ledger.SentRuns;

/**
 * C3, run by run: the lines of the committed parts, shown by the index or covered, are of the very
 * events that were sent, one line an event.
 */
final class EventAudit {

  /** Positions of one record. */
  private static final int EVENTS_PER_RECORD = 256;

  private final SentRuns sent;
  private final Findings findings;
  private final int[] lines;
  private final long[] marks;
  private boolean incomplete;

  EventAudit(SentRuns sent, Findings findings) {
    this.sent = sent;
    this.findings = findings;
    this.lines = new int[sent.size()];
    this.marks = new long[sent.size()];
  }

  /** A line of a committed part, by its rows object. */
  void line(LineId line) {
    int number = sent.find(line.run());
    if (number < 0) {
      findings.violation(Invariant.C3, "run " + line.run() + ": a line, but it was never sent");
      return;
    }
    lines[number]++;
    // A line ends with the event that it is of.
    long offset = line.hi() / EVENTS_PER_RECORD - 1;
    int nth = (int) (line.hi() % EVENTS_PER_RECORD);
    marks[number] += SentRuns.mark(line.partition(), offset, nth);
  }

  /**
   * A rows object could not be read, which is reported elsewhere: which lines it has, nobody knows.
   */
  void unreadable() {
    incomplete = true;
  }

  void finish() {
    if (incomplete) {
      return;
    }
    for (int i = 0; i < lines.length; i++) {
      findings.check(
          Invariant.C3,
          lines[i] == sent.events(i) && marks[i] == sent.marks(i),
          lines[i] == sent.events(i)
              ? "run " + sent.id(i) + ": its lines end with other events than those sent"
              : String.format(
                  "run %s: %d lines in the parts, %d events were sent",
                  sent.id(i), lines[i], sent.events(i)));
    }
  }
}
