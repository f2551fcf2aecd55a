package dev.runmark.quickstart.check;

/** What must hold after any run of the job, whatever happened to its processes. */
public enum Invariant {
  A1(
      "each run sent has exactly one row, no row is without an input, its lines fold to it, and it"
          + " is listed by what they say"),
  A2(
      "each event sent is in one line of the parts, and in one that the index shows, or a complete"
          + " run stands for it"),
  A3("the dead letters are exactly the poison, with its bytes and coordinates"),
  B1("the range GET answers with that very range, and the line in it has the row's CRC"),
  B2("the range is one whole frame, and the line at the row's place is one run with the row's id"),
  B3("the frames of a part's rows object tile the part"),
  B4("size, lines, checksum and compression of a part, and its lines' places, are as indexed"),
  B5("library and HTTP give the same answer"),
  C1("each line's part is committed, and its object exists"),
  C2("below the parts' prefix lie committed parts and their rows objects, and no upload is open"),
  C3("the lines of the committed parts are the current ones and those that they cover"),
  C4("no key was written twice"),
  D("at every moment a visible run can be fetched, stays, and never goes back"),
  E1("a part is in the ledger once"),
  E2("each part's lines were either written or stale"),
  E3("nothing is pending once the job has ended with a drain"),
  F1("all is visible soon after it was sent"),
  F2("no transaction on the database is old"),
  Z("no canary stands in what was given to be searched");

  private final String says;

  Invariant(String says) {
    this.says = says;
  }

  public String says() {
    return says;
  }
}
