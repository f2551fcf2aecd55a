package dev.runmark.storage.objects;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Which bucket, where, and as whom. Made where it is used: it may hold a secret, so it must not
 * travel in a job graph.
 *
 * @param endpoint of an S3-compatible server; null for AWS
 * @param pathStyle bucket in the path instead of in the host name, as most own endpoints want it
 * @param insecure allows {@code http}, where payloads are sent unsigned: hashing them costs more
 *     than all the rest of an upload and hides nothing
 * @param credentials null for the default chain (environment, profile, container, instance)
 */
public record S3Options(
    String bucket,
    String region,
    @Nullable URI endpoint,
    boolean pathStyle,
    boolean insecure,
    @Nullable S3Credentials credentials,
    S3Transfer transfer) {

  public S3Options {
    if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]") || bucket.contains("..")) {
      throw new IllegalArgumentException(
          "s3 bucket '" + bucket + "': wanted 3 to 63 of a-z, 0-9, '-' and single '.'");
    }
    if (region.isBlank()) {
      throw new IllegalArgumentException("s3 region: is blank");
    }
    if (endpoint != null) {
      requireUsable(endpoint, insecure);
    }
  }

  private static void requireUsable(URI endpoint, boolean insecure) {
    String scheme = endpoint.getScheme();
    boolean plain = "http".equals(scheme);
    if (endpoint.getHost() == null || !(plain || "https".equals(scheme))) {
      // Not quoted: in another form it may carry a secret.
      throw new IllegalArgumentException("s3 endpoint: wanted https://host[:port]");
    }
    if (endpoint.getUserInfo() != null || endpoint.getQuery() != null) {
      throw new IllegalArgumentException(
          "s3 endpoint at " + endpoint.getHost() + ": wanted no user and no query in it");
    }
    if (plain && !insecure) {
      throw new IllegalArgumentException(
          "s3 endpoint '" + endpoint + "': http needs insecure: true");
    }
  }

  /** A bucket of AWS, with the default chain of credentials. */
  public static S3Options of(String bucket, String region) {
    return new S3Options(bucket, region, null, false, false, null, S3Transfer.DEFAULT);
  }

  /** Another server than AWS, path-style; {@code http} makes it insecure. */
  public S3Options at(URI server) {
    boolean plain = "http".equals(server.getScheme());
    return new S3Options(bucket, region, server, true, plain, credentials, transfer);
  }

  public S3Options as(S3Credentials who) {
    return new S3Options(bucket, region, endpoint, pathStyle, insecure, who, transfer);
  }

  public S3Options with(S3Transfer how) {
    return new S3Options(bucket, region, endpoint, pathStyle, insecure, credentials, how);
  }

  /** Whether bytes travel in the clear. */
  boolean plain() {
    return endpoint != null && "http".equals(endpoint.getScheme());
  }
}
