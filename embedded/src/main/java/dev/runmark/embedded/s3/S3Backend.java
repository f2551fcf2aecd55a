package dev.runmark.embedded.s3;

import java.io.IOException;

/** A running S3 server on a directory. */
interface S3Backend extends AutoCloseable {

  int port();

  /** Makes a bucket; no error when it is there. */
  void createBucket(String bucket) throws IOException;

  @Override
  void close();
}
