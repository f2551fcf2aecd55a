package dev.runmark.proof.cli;

import dev.runmark.job.options.DecodeOptions;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.options.S3Options;
import dev.runmark.options.Secret;
import dev.runmark.quickstart.check.CheckTarget;
import dev.runmark.quickstart.check.topic.Limits;
import dev.runmark.storage.index.PostgresOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an audit must know of the job's options; secrets are read here. */
final class Targets {

  private Targets() {}

  /** Where to look, as this user of the database. */
  static CheckTarget of(RunmarkOptions options, PostgresOptions index) {
    S3Options s3 = options.s3();
    Map<String, String> kafka = new HashMap<>();
    options
        .kafka()
        .clients()
        .resolved()
        .forEach((name, value) -> kafka.put(name.toString(), value.toString()));
    return new CheckTarget(
        new CheckTarget.Postgres(
            options.postgres().url(), index.user(), password(index), index.schema()),
        new CheckTarget.S3(
            s3.endpoint(),
            s3.region(),
            s3.pathStyle(),
            secret(s3.accessKey()),
            secret(s3.secretKey())),
        new CheckTarget.Kafka(kafka, options.kafka().topics(), options.deadLetters().topic()));
  }

  private static String password(PostgresOptions index) {
    Supplier<String> password = index.password();
    return password == null ? "" : password.get();
  }

  private static @Nullable String secret(@Nullable Secret secret) {
    return secret == null ? null : secret.resolve();
  }

  static Limits limits(DecodeOptions decode) {
    return new Limits(
        Math.toIntExact(decode.record().getBytes()),
        Math.toIntExact(decode.string().getBytes()),
        decode.depth(),
        decode.digits(),
        decode.keys(),
        decode.events());
  }
}
