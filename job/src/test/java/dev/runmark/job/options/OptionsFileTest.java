package dev.runmark.job.options;

import static dev.runmark.job.options.OptionsText.MINIMAL;
import static dev.runmark.job.options.OptionsText.read;
import static dev.runmark.job.options.OptionsText.refusal;
import static dev.runmark.job.options.OptionsText.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.options.OptionKey;
import dev.runmark.options.OptionsException;
import dev.runmark.options.TenantOptions;
import dev.runmark.storage.part.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row O1 of the list of bad input: keys, types, units, ranges and YAML itself. */
class OptionsFileTest {

  @Test
  void theSmallestFileGivesTheDefaults() {
    RunmarkOptions options = read(MINIMAL);

    assertThat(options.kafka().start()).isEqualTo(StartOptions.EARLIEST);
    assertThat(options.kafka().end()).isEqualTo(EndOptions.NONE);
    assertThat(options.kafka().partitionDiscovery()).isEqualTo(Duration.ofMinutes(5));
    assertThat(options.parts().compression()).isEqualTo(Compression.ZSTD);
    assertThat(options.parts().frame()).isEqualTo(MemorySize.parse("64kb"));
    assertThat(options.s3().prefix()).isEqualTo("runs");
    assertThat(options.tenants()).isEqualTo(new TenantOptions("default", false, false));
  }

  @ParameterizedTest
  @CsvSource({
    "64 KiB, 65536",
    "64KiB, 65536",
    "16 MiB, 16777216",
    "2048 B, 2048",
  })
  void sizesHaveUnits(String text, long bytes) {
    assertThat(read(with("parts:\n  frame-bytes: " + text)).parts().frame().getBytes())
        .isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"10 s, PT10S", "PT10S, PT10S", "2 min, PT2M", "1500 ms, PT1.5S", "1 d, PT24H"})
  void durationsHaveUnits(String text, String wanted) {
    String file = with("topics: [runs]", "topics: [runs]\n  partition-discovery: " + text);

    assertThat(read(file).kafka().partitionDiscovery()).isEqualTo(Duration.parse(wanted));
  }

  @Test
  void aStartAndAnEndAreReadWithTheirValues() {
    KafkaOptions kafka =
        read(with(
                "topics: [runs]",
                "topics: [runs]\n  start: timestamp\n  start-timestamp: 2026-11-20T10:00:00+01:00\n"
                    + "  end: offsets\n  end-offsets: [runs/1@7, runs/0@8]"))
            .kafka();

    assertThat(kafka.start().timestamp()).isEqualTo("2026-11-20T09:00:00Z");
    assertThat(kafka.start().reason()).isEqualTo("start: timestamp 2026-11-20T09:00:00Z");
    assertThat(kafka.end().offsets())
        .containsExactly(new PartitionOffset("runs", 1, 7), new PartitionOffset("runs", 0, 8));
    assertThat(kafka.bounded()).isTrue();
    assertThat(kafka.groupToShow()).isEqualTo("runmark-replay");
  }

  @Test
  void theEnvironmentOverridesTheFile() {
    RunmarkOptions options =
        read(
            MINIMAL,
            Map.of("RUNMARK_KAFKA_TOPICS", "a, b", "RUNMARK_PARTS_FRAME_BYTES", "128 KiB"));

    assertThat(options.kafka().topics()).containsExactly("a", "b");
    assertThat(options.parts().frame()).isEqualTo(MemorySize.parse("128kb"));
  }

  @Test
  void anOverrideIsCheckedUnderItsOwnName() {
    assertThat(refusal(MINIMAL, Map.of("RUNMARK_PARTS_SIZE", "5")))
        .isEqualTo(
            "environment variable RUNMARK_PARTS_SIZE: parts.size: '5': wanted a size with B, KiB,"
                + " MiB or GiB, such as 64 KiB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka.topic | kafka:\\n  topic: [runs] | unknown key; known here are kafka.bootstrap",
        "kafka.start | kafka:\\n  start: first | wanted earliest or latest or timestamp or offsets",
        "kafka.start | kafka:\\n  start: timestamp | kafka.start-timestamp must be set too",
        "kafka.start | kafka:\\n  start: offsets | kafka.start-offsets must be set too",
        "kafka.start-timestamp | kafka:\\n  start-timestamp: 2026-11-20T10:00:00Z | only with",
        "kafka.start-timestamp | kafka:\\n  start-timestamp: 2026-11-20T10:00:00 | with its zone",
        "kafka.start-timestamp | kafka:\\n  start-timestamp: 1969-12-31T10:00:00Z | 1970 or later",
        "kafka.start-offsets | kafka:\\n  start-offsets: [runs/0@1] | only with kafka.start: offsets",
        "kafka.start-offsets | kafka:\\n  start-offsets: [runs/0] | wanted topic/partition@offset",
        "kafka.start-offsets | kafka:\\n  start-offsets: [runs/0@-1] | wanted topic/partition@offset",
        "kafka.start-offsets | kafka:\\n  start: offsets\\n  start-offsets: [x/0@1] | not among",
        "runs/0@2 | kafka:\\n  start: offsets\\n  start-offsets: [runs/0@1, runs/0@2] | stands twice",
        "kafka.end | kafka:\\n  end: timestamp | kafka.end-timestamp must be set too",
        "kafka.end-offsets | kafka:\\n  end-offsets: [runs/0@1] | only with kafka.end: offsets",
        "kafka.start: ledger | kafka:\\n  start: ledger\\n  end: latest | not with a kafka.end",
        "kafka.accept-gap | kafka:\\n  accept-gap: true\\n  end: latest | not with a kafka.end",
        "sparkle.size | sparkle:\\n  size: 1 MiB | unknown key",
        "parts.size | parts:\\n  size: 64 | wanted a size",
        "parts.size | parts:\\n  size: 64 KB | wanted a size",
        "parts.size | parts:\\n  size: -64 MiB | wanted a size",
        "parts.size | parts:\\n  size: 9999999999 GiB | beyond all bounds",
        "parts.size | parts:\\n  size: 1 KiB | wanted from 1 MiB to 5 GiB",
        "parts.size | parts:\\n  size: | the value is empty",
        "parts.size | parts:\\n  size: '' | the value is empty",
        "parts.size | parts:\\n  size: [1 MiB] | wanted one value, not a list",
        "parts.compression | parts:\\n  compression: ZSTD | wanted none or gzip or zstd",
        "parts.level | parts:\\n  level: 1.5 | wanted a whole number from 1 to 19",
        "parts.level | parts:\\n  level: 99999999999 | wanted a whole number",
        "parts.level | parts:\\n  compression: gzip\\n  level: 12 | wanted 1 to 9",
        "decode.depth | decode:\\n  depth: 0 | wanted a whole number from 8",
        "tenants.from-header | tenants:\\n  from-header: yes | wanted true or false",
        "window | window: session | wanted trace or none",
        "window.gap | window:\\n  gap: 60 | wanted a duration",
        "window.gap | window:\\n  gap: 0 s | wanted from PT0.001S",
        "window.open-size | window:\\n  open-size: 1 B | wanted from 1 MiB",
        "window.gaps | window:\\n  gaps: 1 s | unknown key; known here are window",
        "parts.size | parts:\\n  size: !!str 1 MiB | a YAML tag",
        "parts | parts: &x\\n  size: 1 MiB | an anchor",
        "parts.size.x | parts:\\n  size:\\n    x: 1 | unknown key",
      })
  void whatIsWrongIsNamedByItsFullKey(String key, String lines, String why) {
    assertThat(refusal(wrong(lines))).startsWith("runmark.yaml").contains(key).contains(why);
  }

  /** The kafka section stands in the minimal file already: a wrong key of it goes inside. */
  private static String wrong(String lines) {
    String text = lines.replace("\\n", "\n");
    return text.startsWith("kafka:\n") ? with("kafka:\n", text + "\n") : with(text);
  }

  @Test
  void aDuplicateKeyIsRefusedHoweverItIsWritten() {
    assertThat(refusal(with("s3:\n  bucket: other")))
        .isEqualTo("runmark.yaml line 14: s3.bucket: duplicate key, first in runmark.yaml line 7");
    assertThat(refusal(with("s3.bucket: other"))).contains("s3.bucket: duplicate key");
  }

  @Test
  void anAliasATabAByteOrderMarkAndASecondDocumentAreRefused() {
    assertThat(refusal(with("parts: *x"))).contains("line 13: parts: an alias");
    assertThat(refusal(with("parts:\n\tsize: 1 MiB"))).contains("line 14: a tab");
    assertThat(refusal("\uFEFF" + MINIMAL)).contains("byte order mark");
    assertThat(refusal(with("---\nparts: {}"))).contains("a second document");
  }

  @Test
  void brokenYamlIsToldWithoutQuotingIt() {
    assertThat(refusal(with("parts: {size: geheim")))
        .startsWith("runmark.yaml line")
        .contains("not YAML")
        .doesNotContain("geheim");
  }

  @Test
  void aMissingKeyIsNamedWithItsVariable() {
    assertThat(refusal(with("  bucket: runs\n", "")))
        .isEqualTo(
            "runmark.yaml: s3.bucket: must be set (bucket of the parts), here or as"
                + " RUNMARK_S3_BUCKET");
  }

  @Test
  void anEmptyAndARepeatedListAreRefused() {
    assertThat(refusal(with("[runs]", "[]"))).contains("kafka.topics: wanted at least one");
    assertThat(refusal(with("[runs]", "[a, a]"))).contains("kafka.topics: a value stands twice");
    assertThat(refusal(with("[runs]", "runs"))).contains("kafka.topics: wanted a list");
  }

  @Test
  void theDeadLetterTopicMayNotFeedItself() {
    assertThat(refusal(with("runs-rejected", "runs"))).contains("dead-letters.topic: runs");
  }

  @Test
  void aFileThatIsNotUtf8OrNotThereIsRefused(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("runmark.yaml");
    assertThatThrownBy(() -> RunmarkOptions.read(file, Map.of()))
        .isInstanceOf(OptionsException.class)
        .hasMessageContaining(file.toString());
    Files.write(file, "parts: é".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> RunmarkOptions.read(file, Map.of()))
        .isInstanceOf(OptionsException.class)
        .hasMessage(file + ": the file is not UTF-8");
  }

  @Test
  void optionsTravelInAJobGraph() throws Exception {
    KafkaOptions kafka =
        read(with(
                "topics: [runs]",
                "topics: [runs]\n  start: offsets\n  start-offsets: [runs/0@1]\n"
                    + "  end: timestamp\n  end-timestamp: 2026-11-20T10:00:00Z"))
            .kafka();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(kafka);

    assertThat(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject())
        .isEqualTo(kafka);
  }

  @Test
  void noTwoOptionsShareAPathOrAVariable() {
    assertThat(RunmarkOptions.KEYS).extracting(OptionKey::path).doesNotHaveDuplicates();
    assertThat(RunmarkOptions.KEYS).extracting(OptionKey::variable).doesNotHaveDuplicates();
  }

  @Test
  void keysInsideKeysWithoutAnEndAreRefusedAndDoNotOverflowTheStack() {
    assertThat(refusal("a: {".repeat(100_000)))
        .isEqualTo("runmark.yaml line 1: more than 20 levels of keys");
  }
}
