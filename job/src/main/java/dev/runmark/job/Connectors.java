package dev.runmark.job;

import dev.runmark.decode.DecodeLimits;
import dev.runmark.decode.TenantPolicy;
import dev.runmark.job.kafka.SourceIndex;
import dev.runmark.job.options.DecodeOptions;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.job.options.WindowOptions;
import dev.runmark.job.rejected.RejectedRowSink;
import dev.runmark.job.window.WindowRules;
import dev.runmark.options.PostgresOptions;
import dev.runmark.options.S3Options;
import dev.runmark.options.StorageOptions;
import dev.runmark.options.TenantOptions;
import dev.runmark.sink.ObjectStoreFactory;
import dev.runmark.sink.OffsetIndexFactory;
import dev.runmark.sink.PartOptions;
import dev.runmark.storage.index.PostgresOffsetIndex;
import dev.runmark.storage.objects.S3ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * Options to what the stages are made of. Whatever holds a secret or a connection is only made
 * where it is used: the factories that travel hold references.
 */
final class Connectors {

  private Connectors() {}

  static ObjectStoreFactory objects(S3Options options) {
    return retries -> S3ObjectStore.open(StorageOptions.of(options), retries);
  }

  static OffsetIndexFactory index(PostgresOptions options) {
    return retries -> new PostgresOffsetIndex(postgres(options), retries);
  }

  static SourceIndex sourceIndex(PostgresOptions options) {
    return () -> postgres(options);
  }

  static RejectedRowSink rejectedRows(PostgresOptions options) {
    return new RejectedRowSink(() -> postgres(options));
  }

  static PartOptions parts(dev.runmark.job.options.PartOptions options) {
    return new PartOptions(
        options.size(), options.rows(), options.compression(), options.frame(), options.level());
  }

  static DecodeLimits limits(DecodeOptions options) {
    return new DecodeLimits(
        Math.toIntExact(options.record().getBytes()),
        Math.toIntExact(options.string().getBytes()),
        options.depth(),
        options.digits(),
        options.keys(),
        options.events());
  }

  /**
   * Null when there is to be no window. A fold is bounded as a record is: a larger document could
   * not come from Kafka either.
   */
  static @Nullable WindowRules window(RunmarkOptions job) {
    WindowOptions options = job.window();
    return options.kind() == WindowOptions.Kind.NONE
        ? null
        : new WindowRules(
            options.grace(),
            options.gap(),
            options.age(),
            options.traceSize(),
            options.openSize(),
            job.decode().record(),
            job.kafka().start().acceptGap());
  }

  static TenantPolicy tenants(TenantOptions options) {
    return new TenantPolicy(options.fallback(), options.fromHeader());
  }

  private static dev.runmark.storage.index.PostgresOptions postgres(PostgresOptions options) {
    return new dev.runmark.storage.index.PostgresOptions(
        options.url(),
        options.user(),
        options.password()::resolve,
        options.schema(),
        dev.runmark.storage.index.PostgresOptions.Limits.DEFAULT);
  }
}
