package dev.runmark.quickstart.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** TraceWindowCrashIT compares all of them with what a real cluster exports. */
class WatchedTest {

  @Test
  void theMetricsOfAnExpressionAreFoundWithTheirLabels() {
    assertThat(
            Selector.of(
                "sum by (job_name, cause) (rate(retries{operator_name=\"a b\", cause=~\"x|y\"}[5m]))"
                    + " / 1e3 > 0.5 or absent(up) and on (le) max_over_time(age[2m])"))
        .containsExactly(
            new Selector("retries", Map.of("operator_name", "a b", "cause", "")),
            new Selector("up", Map.of()),
            new Selector("age", Map.of()));
    assertThat(Selector.of("sum(rate(events[$__rate_interval])) / 1000"))
        .containsExactly(new Selector("events", Map.of()));
  }

  @Test
  void aSampleIsPickedByItsWholeNameAndLabels() {
    Selector status = new Selector("requests", Map.of("route", "/runs", "status", ""));

    assertThat(status.picks("requests{route=\"/runs\",status=\"503\",} 1.0")).isTrue();
    assertThat(status.picks("requests{route=\"/trace\",status=\"503\",} 1.0")).isFalse();
    assertThat(status.picks("requests{route=\"/runs\"} 1.0")).isFalse();
    assertThat(status.picks("requests_total{status=\"503\",} 1.0")).isFalse();
    assertThat(new Selector("requests", Map.of()).picks("requests 1.0")).isTrue();
  }

  @Test
  void whatIsNotExportedIsNamedWithItsExpression() throws Exception {
    List<String> absent = Watched.absentFrom("runmark_api_problems_total{code=\"x\"} 1.0\n");

    assertThat(absent).hasSizeGreaterThan(40).noneMatch(each -> each.contains("problems_total"));
    assertThat(Watched.dashboard()).hasSizeGreaterThan(30);
    assertThat(Watched.alerts()).hasSize(8);
  }

  @Test
  void whatComposeMountsIsThereAndScrapedWhereItIsReported() throws Exception {
    String compose = Files.readString(Path.of("../docker-compose.yml"));
    Matcher mounted = Pattern.compile("- \\./(deploy/watch/[^:]+):").matcher(compose);
    List<String> files = mounted.results().map(file -> file.group(1)).toList();

    assertThat(files)
        .hasSize(5)
        .allSatisfy(file -> assertThat(Path.of("..", file)).isRegularFile());
    Matcher port = Pattern.compile("metrics.reporter.prometheus.port: (\\d+)").matcher(compose);
    assertThat(port.find()).isTrue();
    assertThat(Files.readString(Path.of("../deploy/watch/prometheus.yml")))
        .contains("\"jobmanager:" + port.group(1) + "\", \"taskmanager:" + port.group(1) + "\"");
  }
}
