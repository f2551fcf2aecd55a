package dev.runmark.bench.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the benchmark measures what it says, on far too few traces to say how long they take. */
class OpenWindowsBenchIT {

  @TempDir private Path directory;

  @Test
  void everyBackendIsMeasuredWithAllTracesOpen() throws Exception {
    List<OpenWindowsBench.Result> results =
        new OpenWindowsBench(1000, 1000, directory, line -> {}).measure();

    assertThat(results)
        .extracting(OpenWindowsBench.Result::backend)
        .containsExactly("hashmap", "rocksdb");
    assertThat(results)
        .allSatisfy(
            result -> {
              assertThat(result.megabytes()).isBetween(1.0, 2.0);
              assertThat(result.seconds()).hasSize(5);
            });
  }
}
