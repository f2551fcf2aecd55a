package dev.runmark.job.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.options.OptionKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/options.md is made from the definitions; {@code -Drunmark.reference.write=true}
 * writes it.
 */
class OptionsReferenceTest {

  private static final Path PAGE = Path.of("../docs/reference/options.md");

  private static final String HEAD =
      """
      # Options

      One YAML file, given to the job and to most commands as `--config FILE`. [flink-conf/runmark.yaml](../../flink-conf/runmark.yaml)
      has all of them with their reasons. An environment variable overrides the file; lists are then written with commas. An
      unknown key, a wrong unit or a value out of range stops the start, names the key, and ends a command with exit code 2.

      Secrets are references: `env:NAME`, or `file:/PATH` of a file that not everyone may read.

      This page is made from the definitions in `job.options`.

      | option | default | environment variable | |
      |---|---|---|---|
      """;

  @Test
  void thePageIsTheDefinitions() throws IOException {
    String wanted =
        HEAD
            + RunmarkOptions.KEYS.stream()
                .map(OptionsReferenceTest::row)
                .collect(Collectors.joining());
    if (Boolean.getBoolean("runmark.reference.write")) {
      Files.writeString(PAGE, wanted);
    }

    assertThat(PAGE)
        .as(
            "mvn -Dquick -pl job -am verify -Dtest=OptionsReferenceTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Drunmark.reference.write=true"
                + " writes it anew")
        .hasContent(wanted);
  }

  private static String row(OptionKey key) {
    boolean map = key.kind() == OptionKey.Kind.MAP;
    return "| `%s` | %s | %s | %s |%n"
        .formatted(
            map ? key.path() + ".*" : key.path(),
            key.fallback() == null ? "" : "`" + key.fallback() + "`",
            map ? "" : "`" + key.variable() + "`",
            key.purpose().replace("|", "\\|"));
  }
}
