package dev.runmark.proof.chaos;

import dev.runmark.quickstart.check.CheckReport;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What must hold and does not, each with the name of the invariant before it. */
final class Violations {

  private final List<String> told = new ArrayList<>();
  private long count;

  void add(String invariant, String what) {
    add(invariant, what, 1);
  }

  private void add(String invariant, String what, long times) {
    told.add(invariant + ": " + what);
    count += times;
  }

  /** These, and those of an audit. */
  Violations with(CheckReport report) {
    Violations all = new Violations();
    all.told.addAll(told);
    all.count = count;
    all.add(report);
    return all;
  }

  /** What the audit found; that all is accounted for is a matter of A1 and A3. */
  void add(CheckReport report) {
    report
        .findings()
        .forEach(
            (invariant, finding) -> {
              if (finding.violations() > 0) {
                add(
                    invariant.name(),
                    finding.violations() + " of " + finding.checked() + ", " + finding.examples(),
                    finding.violations());
              }
            });
    if (!report.clean() && report.violated().isEmpty()) {
      add("A1", "not all is accounted for: " + report.totals());
    }
  }

  /** The names of those that are violated. */
  List<String> names() {
    return List.copyOf(
        new TreeSet<>(told.stream().map(each -> each.substring(0, each.indexOf(':'))).toList()));
  }

  List<String> told() {
    return List.copyOf(told);
  }

  long count() {
    return count;
  }
}
