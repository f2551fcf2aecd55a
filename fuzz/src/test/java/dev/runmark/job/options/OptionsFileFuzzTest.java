package dev.runmark.job.options;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.runmark.options.OptionsException;
import dev.runmark.options.Settings;
import java.util.Map;

/** Any text as the file of options, and as lines of one that is right. */
class OptionsFileFuzzTest {

  private static final String RIGHT =
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
      """;

  @FuzzTest(maxDuration = "3m")
  @DictionaryEntries({
    "window:\\x0A  gap: ",
    "parts:\\x0A  size: 64 MiB\\x0A",
    "tenants: {from-header: true}",
    "api:\\x0A  listen: 127.0.0.1:0\\x0A",
    "  properties:\\x0A    ",
    "sasl.jaas.config: ",
    "start-offsets: [runs/0@1200]",
    "start: timestamp",
    "2026-11-20T10:00:00Z",
    "decode: {depth: ",
    "reader: {cache: ",
    "!!str ",
    "&a ",
    "*a",
    "---\\x0A",
    "<<: ",
    "? ",
    "| "
  })
  void itIsReadOrRefusedAndNoSecretIsQuoted(FuzzedDataProvider data) {
    String secret = "CANARY" + data.consumeString(30).replace('\n', ' ') + "CANARY";
    String text = data.consumeRemainingAsString();

    read(text);
    read(RIGHT + "  password: env:PASSWORD\n" + text);
    assertThat(read(RIGHT + "  password: " + secret + "\n")).doesNotContain("CANARY");
    String quoted = secret.replace("\\", "\\\\").replace("\"", "\\\"");
    assertThat(read(RIGHT + "  password: \"" + quoted + "\"\n")).doesNotContain("CANARY");
  }

  /** What is said of it. */
  private static String read(String text) {
    try {
      RunmarkOptions options =
          RunmarkOptions.from(Settings.parse("runmark.yaml", text, Map.of(), RunmarkOptions.KEYS));
      return options.toString();
    } catch (OptionsException refused) {
      assertThat(refused).hasMessageStartingWith("runmark.yaml");
      return String.valueOf(refused.getMessage());
    }
  }
}
