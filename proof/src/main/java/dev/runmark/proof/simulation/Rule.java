package dev.runmark.proof.simulation;

/** What must hold; the letters are those of the auditor's list. */
enum Rule {
  /** A run's content is the fold of exactly the events that it shows. */
  CONTENT("A1"),
  /** In the end every event is applied, or covered by a later complete run. */
  EVERY_EVENT("A2"),
  /** The bytes are where the row says, and parts are what the ledger says. */
  BYTES("B1"),
  /** The frames of a part lie one after the other, from its first byte to its last. */
  TILES("B3"),
  /** After a sweep: the objects are the committed parts and their rows objects. */
  OBJECTS("C2"),
  /** An event that was once visible in a run stays, and so does the run. */
  NEVER_BACK("D2"),
  /** Nothing at or above which reading begins again is unread below it. */
  POSITIONS("E3"),
  /** A commit is refused only for what a sweep may have taken from a given-up attempt. */
  REFUSED("E4"),
  /** Nothing fails but by the failures of the schedule. */
  UNEXPECTED("F1");

  private final String letters;

  Rule(String letters) {
    this.letters = letters;
  }

  @Override
  public String toString() {
    return letters + " " + name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
