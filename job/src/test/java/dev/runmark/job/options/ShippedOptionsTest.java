package dev.runmark.job.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.options.Setting;
import dev.runmark.options.YamlSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The file in flink-conf/ that people start from. */
class ShippedOptionsTest {

  private static final Path FILE = Path.of("../flink-conf/runmark.yaml");

  @Test
  void theShippedFileIsAccepted() {
    RunmarkOptions options = RunmarkOptions.read(FILE, Map.of());

    assertThat(options.kafka().clients().secrets()).containsOnlyKeys("sasl.jaas.config");
    assertThat(options.postgres().password().reference()).startsWith("env:");
  }

  /** An option that goes only with another choice stands in a comment. */
  @Test
  void theShippedFileNamesEveryOption() throws IOException {
    Map<String, Setting> typed = YamlSettings.read(FILE);
    String text = Files.readString(FILE);

    assertThat(RunmarkOptions.KEYS)
        .allSatisfy(
            key ->
                assertThat(
                        text.contains("  # " + key.path().replaceAll(".*\\.", "") + ": ")
                            || typed.keySet().stream()
                                .anyMatch(
                                    path -> key.takes(path) || path.startsWith(key.path() + ".")))
                    .as("%s in %s", key.path(), FILE)
                    .isTrue());
  }
}
