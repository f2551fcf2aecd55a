package dev.runmark.embedded.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * s3proxy, in this JVM: a bucket is a folder and an object a plain file in it. A wrong signature is
 * refused.
 *
 * <p>Its known gaps: no checksum headers in its answers, a piece uploaded after the abort of its
 * upload is accepted, and the keys {@code a} and {@code a/b} cannot exist together.
 */
final class S3ProxyBackend implements S3Backend {

  private final Path directory;
  private final S3Proxy server;

  private S3ProxyBackend(Path directory, S3Proxy server) {
    this.directory = directory;
    this.server = server;
  }

  static S3ProxyBackend start(Path directory, String host, int port) throws IOException {
    S3Proxy server =
        S3Proxy.builder()
            .endpoint(URI.create("http://" + host + ":" + port))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4, S3Server.ACCESS_KEY, S3Server.SECRET_KEY)
            .blobStore(new FilesystemNio2BlobStore(directory.toString()))
            .ignoreUnknownHeaders(true)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IOException("start S3 server on " + host + ":" + port + ": " + e.getMessage(), e);
    }
    return new S3ProxyBackend(directory, server);
  }

  @Override
  public int port() {
    return server.getPort();
  }

  @Override
  public void createBucket(String bucket) throws IOException {
    Files.createDirectories(directory.resolve(bucket));
  }

  @Override
  public void backdate(String bucket, String key, Instant put) throws IOException {
    Files.setLastModifiedTime(directory.resolve(bucket).resolve(key), FileTime.from(put));
  }

  /** An upload's time is that of the empty file beside its pieces. */
  @Override
  public void backdateUploads(String bucket, Instant begun) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve(bucket))) {
      for (Path stub : files.filter(file -> file.toString().endsWith("-stub")).toList()) {
        Files.setLastModifiedTime(stub, FileTime.from(begun));
      }
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("stop S3 server on port " + port(), e);
    }
  }
}
