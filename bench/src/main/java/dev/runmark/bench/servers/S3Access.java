package dev.runmark.bench.servers;

import dev.runmark.storage.objects.S3Credentials;
import dev.runmark.storage.objects.S3Options;
import java.net.URI;

/** How to reach the object store. */
public record S3Access(URI endpoint, String region, String accessKey, String secretKey) {

  /** The one there is; who stores in it has a prefix there. */
  public static final String BUCKET = "bench";

  /** For Runmark's own stores. */
  public S3Options options() {
    return S3Options.of(BUCKET, region).at(endpoint).as(new S3Credentials(accessKey, secretKey));
  }

  @Override
  public String toString() {
    return "S3Access[" + endpoint + "]";
  }
}
