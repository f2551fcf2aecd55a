package dev.runmark.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.quickstart.check.CheckReport;
import dev.runmark.quickstart.check.Invariant;
import dev.runmark.quickstart.stage.WindowMode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChaosReportTest {

  private static final ChaosPlan PLAN =
      new ChaosPlan(
          5,
          Duration.ofMinutes(1),
          EnumSet.of(FaultKind.API_KILL, FaultKind.SWEEP),
          false,
          60,
          WindowMode.TRACE,
          "zstd");

  private final Tally tally = new Tally();
  private final Violations violations = new Violations();

  @Test
  void isCleanWhenEveryKindCameAboutAndNothingIsViolated() throws Exception {
    count(FaultKind.API_KILL);
    count(FaultKind.SWEEP);
    count(FaultKind.SWEEP);

    ChaosReport report = report(audit(Map.of(), 10));

    assertThat(report.clean()).isTrue();
    JsonNode json = new ObjectMapper().readTree(report.json());
    assertThat(json.path("faults").path("sweep").asInt()).isEqualTo(2);
    assertThat(json.path("violations").asInt()).isZero();
    assertThat(json.path("runs").asInt()).isEqualTo(10);
    assertThat(json.path("seconds").asDouble()).isEqualTo(90.5);
  }

  @Test
  void isNotCleanWhenAKindThatWasAskedForNeverCameAbout() {
    count(FaultKind.API_KILL);

    ChaosReport report = report(audit(Map.of(), 10));

    assertThat(report.clean()).isFalse();
    assertThat(report.json()).contains("\"missing\":[\"sweep\"]");
    assertThat(report.toString()).contains("NEVER CAME ABOUT: sweep");
  }

  @Test
  void isNotCleanWhenAVariantIsMissingOfAllThatWereAskedFor() {
    ChaosPlan all =
        new ChaosPlan(
            5,
            Duration.ofMinutes(1),
            EnumSet.of(FaultKind.RESCALE),
            true,
            60,
            WindowMode.TRACE,
            "zstd");
    tally.count(new Variant(FaultKind.RESCALE, "up", theatre -> true));

    assertThat(report(all, audit(Map.of(), 10)).clean()).isFalse();
    assertThat(report(all, audit(Map.of(), 10)).json()).contains("\"missing\":[\"rescale down\"]");
    tally.count(new Variant(FaultKind.RESCALE, "down", theatre -> true));
    assertThat(report(all, audit(Map.of(), 10)).clean()).isTrue();
  }

  @Test
  void isNotCleanWhenTheAuditFindsSomething() {
    count(FaultKind.API_KILL);
    count(FaultKind.SWEEP);

    ChaosReport report =
        report(audit(Map.of(Invariant.C1, new CheckReport.Finding(9, 2, List.of("part p"))), 10));

    assertThat(report.clean()).isFalse();
    assertThat(report.json()).contains("\"violations\":2,\"violated\":[\"C1\"]");
  }

  @Test
  void isNotCleanWhenARunIsMissingOrNothingWasAudited() {
    count(FaultKind.API_KILL);
    count(FaultKind.SWEEP);

    assertThat(report(null).clean()).isFalse();
    assertThat(report(audit(Map.of(), 9)).clean()).isFalse();
  }

  private void count(FaultKind kind) {
    tally.count(new Variant(kind, "", theatre -> true));
  }

  private ChaosReport report(@Nullable CheckReport audit) {
    return report(PLAN, audit);
  }

  private ChaosReport report(ChaosPlan plan, @Nullable CheckReport audit) {
    if (audit != null) {
      violations.add(audit);
    }
    return new ChaosReport(
        plan,
        tally,
        violations,
        List.of(),
        new ChaosReport.Outcome(audit, "", 0, Duration.ofMillis(90_480)));
  }

  /** Of ten runs that were sent. */
  private static CheckReport audit(Map<Invariant, CheckReport.Finding> findings, long stored) {
    return new CheckReport(
        findings, new CheckReport.Totals(10, 0, stored, stored, 0, 20, 20, 1, 9));
  }
}
