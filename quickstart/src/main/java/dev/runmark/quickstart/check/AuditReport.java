package dev.runmark.quickstart.check;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an audit found.
 *
 * @param invariants each one there is, in order
 * @param counts what there was, by name, in order
 */
public record AuditReport(List<Entry> invariants, Map<String, Long> counts) {

  /** How one fared. */
  public enum Verdict {
    HELD,
    VIOLATED,
    NOT_CHECKED
  }

  /**
   * One invariant.
   *
   * @param checked how many things were looked at
   * @param examples the first violations, with their coordinates
   * @param note why it was not checked, or not wholly; empty when there is nothing to say
   */
  public record Entry(
      Invariant invariant,
      Verdict verdict,
      long checked,
      long violations,
      List<String> examples,
      String note) {

    public Entry {
      examples = List.copyOf(examples);
    }
  }

  public AuditReport {
    invariants = List.copyOf(invariants);
  }

  /** Whether nothing is violated, and something was looked at at all. */
  public boolean holds() {
    return invariants.stream().noneMatch(entry -> entry.verdict() == Verdict.VIOLATED)
        && invariants.stream()
            .anyMatch(entry -> entry.invariant() == Invariant.A1 && entry.checked() > 0);
  }

  public Entry entry(Invariant invariant) {
    return invariants.stream()
        .filter(entry -> entry.invariant() == invariant)
        .findFirst()
        .orElseThrow();
  }

  /** For people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Entry entry : invariants) {
      String verdict =
          switch (entry.verdict) {
            case HELD -> "held";
            case VIOLATED -> "VIOLATED";
            case NOT_CHECKED -> "-";
          };
      text.append(
          String.format(
              Locale.ROOT,
              "%-2s  %-8s  %,10d checked  %s%n",
              entry.invariant,
              verdict,
              entry.checked,
              entry.invariant.says()));
      if (entry.violations > 0) {
        text.append(String.format(Locale.ROOT, "      %,d violations%n", entry.violations));
      }
      entry.examples.forEach(example -> text.append("      ").append(example).append('\n'));
      if (!entry.note.isEmpty()) {
        text.append(entry.verdict == Verdict.NOT_CHECKED ? "      not checked: " : "      ")
            .append(entry.note)
            .append('\n');
      }
    }
    counts.forEach(
        (name, count) -> text.append(String.format(Locale.ROOT, "%,14d  %s%n", count, name)));
    return text.toString();
  }
}
