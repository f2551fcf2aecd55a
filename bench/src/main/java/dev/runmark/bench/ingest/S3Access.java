package dev.runmark.bench.ingest;

import java.net.URI;

/** How to reach the object store. */
record S3Access(URI endpoint, String region, String accessKey, String secretKey) {

  /** Of all pipelines; each has a prefix in it. */
  static final String BUCKET = "bench";

  @Override
  public String toString() {
    return "S3Access[" + endpoint + "]";
  }
}
