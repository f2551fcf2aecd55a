package dev.runmark.proof.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runmark.quickstart.check.CheckReport;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a campaign ended. */
public final class ChaosReport {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChaosPlan plan;
  private final Tally tally;
  private final Violations violations;
  private final List<Duration> recovered;
  private final Outcome outcome;

  /**
   * What is counted at the end.
   *
   * @param audit null when it did not come to that
   * @param reads of the online monitor, in its words
   * @param revived processes that had ended by themselves
   */
  record Outcome(@Nullable CheckReport audit, String reads, int revived, Duration took) {}

  ChaosReport(
      ChaosPlan plan,
      Tally tally,
      Violations violations,
      List<Duration> recovered,
      Outcome outcome) {
    this.plan = plan;
    this.tally = tally;
    this.violations = violations;
    this.recovered = recovered.stream().sorted().toList();
    this.outcome = outcome;
  }

  /**
   * Nothing is violated, and every kind of fault that was asked for came about, or every variant of
   * it when that was asked for.
   */
  public boolean clean() {
    return violations.count() == 0 && missing().isEmpty() && outcome.audit() != null;
  }

  /** What was asked for and never came about. */
  private List<String> missing() {
    Arsenal arsenal = new Arsenal();
    return plan.kinds().stream()
        .flatMap(kind -> plan.everyVariant() ? arsenal.variants(kind).stream() : Stream.of(kind))
        .filter(
            asked ->
                asked instanceof FaultKind kind
                    ? tally.of(kind) == 0
                    : !tally.variants().containsKey(asked.toString()))
        .map(Object::toString)
        .toList();
  }

  /** For people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(outcome.audit()).append('\n').append(outcome.reads());
    tally.variants().forEach((variant, times) -> text.append(times + " × " + variant + "\n"));
    missing().forEach(kind -> text.append("NEVER CAME ABOUT: ").append(kind).append('\n'));
    violations.told().forEach(each -> text.append("VIOLATED ").append(each).append('\n'));
    return text.toString();
  }

  /** One line. */
  public String json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("seed", plan.seed());
    CheckReport audit = outcome.audit();
    json.put("runs", audit == null ? 0 : audit.totals().sent());
    json.put("events", audit == null ? 0 : audit.totals().events());
    json.put("parts", audit == null ? 0 : audit.totals().parts());
    json.put("bytes", audit == null ? 0 : audit.totals().bytes());
    ObjectNode faults = json.putObject("faults");
    plan.kinds().forEach(kind -> faults.put(kind.toString(), tally.of(kind)));
    json.put("variants", tally.variants().size());
    json.putObject("recovery")
        .put("kills", recovered.size())
        .put("median", at(recovered.size() / 2))
        .put("worst", at(recovered.size() - 1));
    json.put("revived", outcome.revived());
    json.put("violations", violations.count());
    violations.names().forEach(json.putArray("violated")::add);
    missing().forEach(kind -> json.withArray("missing").add(kind));
    json.put("seconds", seconds(outcome.took()));
    return json.toString();
  }

  /** 0 when nothing was killed. */
  private double at(int index) {
    return recovered.isEmpty() ? 0 : seconds(recovered.get(index));
  }

  private static double seconds(Duration time) {
    return Math.round(time.toMillis() / 100.0) / 10.0;
  }
}
