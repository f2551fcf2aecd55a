package dev.runmark.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a process that serves the HTTP API needs of the one file that it shares with the job.
 *
 * @param topics that the job reads
 */
public record ServerOptions(
    KafkaClientOptions kafka,
    List<String> topics,
    RecordOptions records,
    TenantOptions tenants,
    S3Options s3,
    PostgresOptions postgres,
    ReaderOptions reader,
    ApiOptions api) {

  /** What the job alone reads, accepted here and not looked at. */
  private static final List<OptionKey> JOB =
      Stream.concat(
              Stream.of("kafka.start-offsets", "kafka.end-offsets")
                  .map(path -> OptionKey.list(path, "of the job")),
              Stream.of(
                      "kafka.group",
                      "kafka.start",
                      "kafka.start-timestamp",
                      "kafka.replay",
                      "kafka.accept-gap",
                      "kafka.end",
                      "kafka.end-timestamp",
                      "kafka.partition-discovery",
                      "dead-letters.topic",
                      "decode.accept-stricter",
                      "window",
                      "window.grace",
                      "window.gap",
                      "window.age",
                      "window.trace-size",
                      "window.open-size",
                      "parts.compression",
                      "parts.level",
                      "parts.size",
                      "parts.rows-size",
                      "parts.frame-bytes")
                  .map(path -> OptionKey.one(path, "of the job")))
          .toList();

  /** Every option of the file. */
  public static final List<OptionKey> KEYS =
      Stream.of(
              KafkaClientOptions.KEYS,
              List.of(KafkaClientOptions.TOPICS),
              RecordOptions.KEYS,
              TenantOptions.KEYS,
              S3Options.KEYS,
              PostgresOptions.KEYS,
              ReaderOptions.KEYS,
              ApiOptions.KEYS,
              JOB)
          .flatMap(List::stream)
          .toList();

  public ServerOptions {
    topics = List.copyOf(topics);
  }

  /** Where runs are sent to. */
  public String topic() {
    return api.topic().orElse(topics.get(0));
  }

  /**
   * Reads the file and overrides it with the {@code RUNMARK_…} variables given.
   *
   * @throws OptionsException when anything in them cannot be used
   */
  public static ServerOptions read(Path file, Map<String, String> environment) {
    return from(Settings.read(file, environment, KEYS));
  }

  /** The same of a text, as if a file of that name held it. */
  public static ServerOptions parse(String file, String text, Map<String, String> environment) {
    return from(Settings.parse(file, text, environment, KEYS));
  }

  private static ServerOptions from(Settings settings) {
    return new ServerOptions(
        KafkaClientOptions.from(settings),
        settings.list(KafkaClientOptions.TOPICS, OptionTypes::topic),
        RecordOptions.from(settings),
        TenantOptions.from(settings),
        S3Options.from(settings),
        PostgresOptions.from(settings),
        ReaderOptions.from(settings),
        ApiOptions.from(settings));
  }
}
