package dev.runmark.quickstart.check;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an audit found.
 *
 * @param findings of every invariant
 */
public record CheckReport(Map<Invariant, Finding> findings, Totals totals) {

  public CheckReport {
    findings = Map.copyOf(findings);
  }

  /**
   * How one invariant fared.
   *
   * @param checked how many things were looked at
   * @param violations how many of them break it
   * @param examples the first of those
   */
  public record Finding(long checked, long violations, List<String> examples) {}

  /**
   * What there is.
   *
   * @param sent distinct runs that were sent
   * @param poison records and events that must be rejected
   * @param stored runs with a row
   * @param verified runs that were read back and are what was sent
   * @param rejected distinct dead letters
   * @param events of the runs
   * @param lines of the parts: as many as events, or fewer where events were folded into one
   * @param parts committed
   * @param bytes of those parts
   */
  public record Totals(
      long sent,
      long poison,
      long stored,
      long verified,
      long rejected,
      long events,
      long lines,
      long parts,
      long bytes) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "runs: %,d sent, %,d stored, %,d verified; poison: %,d sent, %,d rejected; %,d events in"
              + " %,d lines; %,d parts, %,d bytes",
          sent,
          stored,
          verified,
          poison,
          rejected,
          events,
          lines,
          parts,
          bytes);
    }
  }

  /**
   * Whether every invariant holds and everything sent is accounted for. Never when nothing was
   * sent: then nothing was checked.
   */
  public boolean clean() {
    return violated().isEmpty()
        && totals.sent() > 0
        && totals.verified() == totals.sent()
        && totals.stored() == totals.sent()
        && totals.rejected() == totals.poison();
  }

  public Set<Invariant> violated() {
    Set<Invariant> violated = EnumSet.noneOf(Invariant.class);
    findings.forEach(
        (invariant, finding) -> {
          if (finding.violations() > 0) {
            violated.add(invariant);
          }
        });
    return violated;
  }

  /** For people: a line an invariant, its examples below it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Invariant invariant : Invariant.values()) {
      Finding finding = findings.get(invariant);
      if (finding == null || finding.checked() == 0 && finding.violations() == 0) {
        continue;
      }
      text.append(
          String.format(
              Locale.ROOT,
              "%-2s %-6s %,9d checked  %s%n",
              invariant,
              finding.violations() == 0 ? "ok" : finding.violations() + " BAD",
              finding.checked(),
              invariant.says()));
      finding.examples().forEach(example -> text.append("     ").append(example).append('\n'));
    }
    return text.append(totals).toString();
  }
}
