package dev.runmark.job.options;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runmark.options.OptionsException;
import dev.runmark.options.Settings;
import java.util.Map;

/** A file that is right, and ways to make it wrong. */
final class OptionsText {

  static final String FILE = "runmark.yaml";

  static final String MINIMAL =
      """
      kafka:
        bootstrap-servers: [localhost:9092]
        topics: [runs]
      dead-letters:
        topic: runs-rejected
      s3:
        bucket: runs
        region: eu-central-1
      postgres:
        url: jdbc:postgresql://localhost/runmark
        user: runmark_writer
        password: env:PG_PASSWORD
      """;

  private OptionsText() {}

  static RunmarkOptions read(String text) {
    return read(text, Map.of());
  }

  static RunmarkOptions read(String text, Map<String, String> environment) {
    return RunmarkOptions.from(Settings.parse(FILE, text, environment, RunmarkOptions.KEYS));
  }

  /** The minimal file with further lines. */
  static String with(String lines) {
    return MINIMAL + lines + "\n";
  }

  /** The minimal file with one piece of it replaced. */
  static String with(String old, String replacement) {
    if (!MINIMAL.contains(old)) {
      throw new IllegalArgumentException("the minimal file has no '" + old + "'");
    }
    return MINIMAL.replace(old, replacement);
  }

  static String refusal(String text) {
    return refusal(text, Map.of());
  }

  static String refusal(String text, Map<String, String> environment) {
    OptionsException refused =
        catchThrowableOfType(OptionsException.class, () -> read(text, environment));
    if (refused == null) {
      throw new AssertionError("this was accepted:\n" + text);
    }
    return String.valueOf(refused.getMessage());
  }
}
