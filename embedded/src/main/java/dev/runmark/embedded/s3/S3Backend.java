package dev.runmark.embedded.s3;

import java.io.IOException;
import java.time.Instant;

/** A running S3 server on a directory. */
interface S3Backend extends AutoCloseable {

  int port();

  /** Makes a bucket; no error when it is there. */
  void createBucket(String bucket) throws IOException;

  /** Makes an object look as if it had been put then. */
  void backdate(String bucket, String key, Instant put) throws IOException;

  /** Makes all open uploads of a bucket look as if they had been begun then. */
  void backdateUploads(String bucket, Instant begun) throws IOException;

  @Override
  void close();
}
