package dev.runmark.embedded.s3;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * An S3 server over HTTP on the loopback interface, on a directory: all is still there after a
 * restart on the same one. Requests must be path-style and signed with {@link #accessKey()} and
 * {@link #secretKey()}.
 *
 * <p>It is s3proxy in this JVM, or s3mock in a process of its own where the system property {@code
 * runmark.s3mock} names the directory of its jars.
 */
public final class S3Server implements AutoCloseable {

  static final String ACCESS_KEY = "runmark";
  static final String SECRET_KEY = "runmark-embedded-secret";
  private static final String HOST = "127.0.0.1";
  private static final String OTHER_SERVER = "runmark.s3mock";

  private final S3Backend server;

  private S3Server(S3Backend server) {
    this.server = server;
  }

  /**
   * Starts a server on a directory, which is made when it is missing.
   *
   * @param port 0 for any free one
   * @throws BindException when the port is in use
   */
  public static S3Server start(Path directory, int port) throws IOException {
    String other = System.getProperty(OTHER_SERVER);
    if (other == null) {
      return startDefault(directory, port);
    }
    requireFree(port);
    return new S3Server(S3MockBackend.start(root(directory), Path.of(other), port));
  }

  /** The same, of s3proxy whatever the property says: for what the other one cannot do. */
  public static S3Server startDefault(Path directory, int port) throws IOException {
    requireFree(port);
    return new S3Server(S3ProxyBackend.start(root(directory), HOST, port));
  }

  private static Path root(Path directory) throws IOException {
    return Files.createDirectories(directory).toRealPath();
  }

  /**
   * Asks before the server does: s3proxy's own failure leaves threads behind and names no address.
   */
  private static void requireFree(int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
    } catch (BindException e) {
      BindException named =
          new BindException("start S3 server on " + HOST + ":" + port + ": the port is in use");
      named.initCause(e);
      throw named;
    }
  }

  public URI endpoint() {
    return URI.create("http://" + HOST + ":" + server.port());
  }

  public String accessKey() {
    return ACCESS_KEY;
  }

  public String secretKey() {
    return SECRET_KEY;
  }

  /** Any region is accepted in a signature; this is the one to configure. */
  public String region() {
    return "us-east-1";
  }

  /** Makes a bucket; no error when it is there. */
  public void createBucket(String bucket) throws IOException {
    server.createBucket(bucket);
  }

  /** Makes an object look as if it had been put then: for what goes by its age. */
  public void backdate(String bucket, String key, Instant put) throws IOException {
    server.backdate(bucket, key, put);
  }

  /** Makes all open uploads of a bucket look as if they had been begun then. */
  public void backdateUploads(String bucket, Instant begun) throws IOException {
    server.backdateUploads(bucket, begun);
  }

  /** Stops the server; the objects stay in the directory. */
  @Override
  public void close() {
    server.close();
  }
}
