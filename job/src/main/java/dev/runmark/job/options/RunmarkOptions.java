package dev.runmark.job.options;

import dev.runmark.options.ApiOptions;
import dev.runmark.options.KafkaClientOptions;
import dev.runmark.options.OptionKey;
import dev.runmark.options.OptionsException;
import dev.runmark.options.PostgresOptions;
import dev.runmark.options.ReaderOptions;
import dev.runmark.options.S3Options;
import dev.runmark.options.Settings;
import dev.runmark.options.TenantOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All options of one job, read and checked together before anything starts. */
public record RunmarkOptions(
    KafkaOptions kafka,
    DeadLetterOptions deadLetters,
    DecodeOptions decode,
    TenantOptions tenants,
    WindowOptions window,
    PartOptions parts,
    S3Options s3,
    PostgresOptions postgres) {

  /** Every option there is, in the order of a record's way. */
  public static final List<OptionKey> KEYS =
      Stream.of(
              KafkaClientOptions.KEYS,
              KafkaOptions.KEYS,
              DeadLetterOptions.KEYS,
              DecodeOptions.KEYS,
              TenantOptions.KEYS,
              WindowOptions.KEYS,
              PartOptions.KEYS,
              S3Options.KEYS,
              PostgresOptions.KEYS,
              ReaderOptions.KEYS,
              ApiOptions.KEYS)
          .flatMap(List::stream)
          .toList();

  public RunmarkOptions {
    if (kafka.topics().contains(deadLetters.topic())) {
      throw new IllegalArgumentException(
          "dead-letters.topic: "
              + deadLetters.topic()
              + " is among kafka.topics: it would feed itself");
    }
  }

  /** The same, reading from elsewhere. */
  public RunmarkOptions with(KafkaOptions other) {
    return new RunmarkOptions(other, deadLetters, decode, tenants, window, parts, s3, postgres);
  }

  /**
   * Reads the file and this process's environment.
   *
   * @throws OptionsException when anything in them cannot be used
   */
  public static RunmarkOptions read(Path file) {
    return read(file, System.getenv());
  }

  /** Reads the file and overrides it with the {@code RUNMARK_…} variables given. */
  public static RunmarkOptions read(Path file, Map<String, String> environment) {
    return from(Settings.read(file, environment, KEYS));
  }

  static RunmarkOptions from(Settings settings) {
    KafkaOptions kafka = KafkaOptions.from(settings);
    DeadLetterOptions deadLetters = DeadLetterOptions.from(settings);
    DecodeOptions decode = DecodeOptions.from(settings);
    TenantOptions tenants = TenantOptions.from(settings);
    WindowOptions window = WindowOptions.from(settings);
    PartOptions parts = PartOptions.from(settings);
    S3Options s3 = S3Options.from(settings);
    PostgresOptions postgres = PostgresOptions.from(settings);
    // Not the job's, but of the same file: what is wrong in it is told at the first chance.
    ReaderOptions.from(settings);
    ApiOptions.from(settings);
    return settings.build(
        () -> new RunmarkOptions(kafka, deadLetters, decode, tenants, window, parts, s3, postgres));
  }
}
