package dev.runmark.embedded.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server over HTTP on the loopback interface: s3proxy on a directory.
 *
 * <p>A bucket is a folder of the directory and an object a plain file in it, so all is still there
 * after a restart on the same directory. Requests must be path-style and signed with {@link
 * #accessKey()} and {@link #secretKey()}; a wrong signature is refused.
 *
 * <p>Known gaps of the server: no checksum headers in its answers, a piece uploaded after the abort
 * of its upload is accepted, and the keys {@code a} and {@code a/b} cannot exist together.
 */
public final class S3Server implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final String ACCESS_KEY = "runmark";
  private static final String SECRET_KEY = "runmark-embedded-secret";

  private final Path directory;
  private final S3Proxy server;

  private S3Server(Path directory, S3Proxy server) {
    this.directory = directory;
    this.server = server;
  }

  /**
   * Starts a server on a directory, which is made when it is missing.
   *
   * @param port 0 for any free one
   * @throws BindException when the port is in use
   */
  public static S3Server start(Path directory, int port) throws IOException {
    requireFree(port);
    Path root = Files.createDirectories(directory).toRealPath();
    S3Proxy server =
        S3Proxy.builder()
            .endpoint(URI.create("http://" + HOST + ":" + port))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
            .blobStore(new FilesystemNio2BlobStore(root.toString()))
            .ignoreUnknownHeaders(true)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IOException("start S3 server on " + HOST + ":" + port + ": " + e.getMessage(), e);
    }
    return new S3Server(root, server);
  }

  /** Asks before s3proxy does: its own failure leaves threads behind and names no address. */
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
    return URI.create("http://" + HOST + ":" + server.getPort());
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
    Files.createDirectories(directory.resolve(bucket));
  }

  /** Stops the server; the objects stay in the directory. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("stop S3 server at " + endpoint(), e);
    }
  }
}
