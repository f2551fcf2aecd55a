package dev.runmark.quickstart.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckReportTest {

  private static CheckReport report(CheckReport.Totals totals, long violations) {
    return new CheckReport(
        Map.of(Invariant.A1, new CheckReport.Finding(9, violations, List.of())), totals);
  }

  private static CheckReport.Totals totals(long sent, long stored, long verified) {
    return new CheckReport.Totals(sent, 1, stored, verified, 1, 9, 8, 2, 3);
  }

  @Test
  void cleanIsWhereAllThatWasSentIsThereAndNothingIsViolated() {
    assertThat(report(totals(5, 5, 5), 0).clean()).isTrue();
    assertThat(report(totals(5, 5, 5), 1).clean()).isFalse();
    assertThat(report(totals(5, 5, 4), 0).clean()).isFalse();
    assertThat(report(totals(5, 6, 5), 0).clean()).isFalse();
  }

  @Test
  void whereNothingWasSentNothingIsClean() {
    assertThat(report(totals(0, 0, 0), 0).clean()).isFalse();
  }
}
