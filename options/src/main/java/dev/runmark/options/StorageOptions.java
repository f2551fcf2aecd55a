package dev.runmark.options;

import dev.runmark.storage.objects.S3Credentials;
import dev.runmark.storage.objects.S3Transfer;
import org.jspecify.annotations.Nullable;

/**
 * The job's options as the storage module wants them, secrets resolved: only for the process that
 * connects.
 */
public final class StorageOptions {

  private StorageOptions() {}

  public static dev.runmark.storage.objects.S3Options of(S3Options options) {
    // Whether http is allowed has been decided with the options.
    boolean plain = options.endpoint() != null && "http".equals(options.endpoint().getScheme());
    return new dev.runmark.storage.objects.S3Options(
        options.bucket(),
        options.region(),
        options.endpoint(),
        options.pathStyle(),
        plain,
        credentials(options.accessKey(), options.secretKey()),
        S3Transfer.DEFAULT);
  }

  private static @Nullable S3Credentials credentials(
      @Nullable Secret accessKey, @Nullable Secret secretKey) {
    return accessKey == null || secretKey == null
        ? null
        : new S3Credentials(accessKey.resolve(), secretKey.resolve());
  }
}
