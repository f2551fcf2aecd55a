package dev.runmark.quickstart.monitor;

/** What must hold for readers at every moment, whatever happens to the job. */
public enum Rule {
  D1("a visible run can be fetched at once, and the answer is that run"),
  D2("what was once visible in a run stays visible in it"),
  D3("a visible run never vanishes"),
  D5("a listing by cursor shows each stable run exactly once"),
  W11("a store that is away is told by a 503, and soon");

  private final String says;

  Rule(String says) {
    this.says = says;
  }

  String says() {
    return says;
  }
}
