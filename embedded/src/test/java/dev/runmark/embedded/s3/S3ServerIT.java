package dev.runmark.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

class S3ServerIT {

  @TempDir private Path directory;

  @Test
  void objectsSurviveARestart() throws IOException {
    try (S3Server server = S3Server.start(directory, 0);
        S3Client client = TestClient.of(server, server.secretKey())) {
      server.createBucket("runs");
      server.createBucket("runs");
      client.putObject(
          request -> request.bucket("runs").key("dt=2026-01-02/a.ndjson"),
          RequestBody.fromString("née\n"));
    }
    try (S3Server again = S3Server.start(directory, 0);
        S3Client client = TestClient.of(again, again.secretKey())) {
      assertThat(
              client
                  .getObjectAsBytes(request -> request.bucket("runs").key("dt=2026-01-02/a.ndjson"))
                  .asUtf8String())
          .isEqualTo("née\n");
    }
  }

  @Test
  void multipartUploadIsOneObject() throws IOException {
    try (S3Server server = S3Server.start(directory, 0);
        S3Client client = TestClient.of(server, server.secretKey())) {
      server.createBucket("runs");
      String upload =
          client.createMultipartUpload(request -> request.bucket("runs").key("big")).uploadId();
      byte[] piece = new byte[5 << 20];
      CompletedPart first = piece(client, upload, 1, piece);
      CompletedPart second = piece(client, upload, 2, new byte[] {1, 2, 3});
      client.completeMultipartUpload(
          request ->
              request
                  .bucket("runs")
                  .key("big")
                  .uploadId(upload)
                  .multipartUpload(parts -> parts.parts(List.of(first, second))));
      assertThat(client.headObject(request -> request.bucket("runs").key("big")).contentLength())
          .isEqualTo(piece.length + 3L);
    }
  }

  @Test
  void whatIsBackdatedLooksSoOld() throws IOException {
    Instant then = Instant.parse("2026-01-02T03:04:05Z");
    try (S3Server server = S3Server.start(directory, 0);
        S3Client client = TestClient.of(server, server.secretKey())) {
      server.createBucket("runs");
      client.putObject(to -> to.bucket("runs").key("dt=1/a"), RequestBody.fromString("a"));
      client.putObject(to -> to.bucket("runs").key("dt=1/b"), RequestBody.fromString("b"));
      client.createMultipartUpload(to -> to.bucket("runs").key("dt=1/c"));

      server.backdate("runs", "dt=1/a", then);
      server.backdateUploads("runs", then);

      assertThat(client.headObject(of -> of.bucket("runs").key("dt=1/a")).lastModified())
          .isEqualTo(then);
      assertThat(client.headObject(of -> of.bucket("runs").key("dt=1/b")).lastModified())
          .isAfter(then);
      assertThat(client.listMultipartUploads(of -> of.bucket("runs")).uploads())
          .extracting(MultipartUpload::initiated)
          .containsExactly(then);
    }
  }

  /** All sockets that this process and those that it started listen on. */
  @Test
  void listensOnTheLoopbackInterfaceOnly() throws IOException {
    try (S3Server server = S3Server.start(directory, 0)) {
      List<ListeningSocket> open = ListeningSocket.ofThisProcessAndItsChildren();
      assertThat(open).extracting(ListeningSocket::port).contains(server.endpoint().getPort());
      assertThat(open).allMatch(ListeningSocket::isLoopback);
    }
  }

  @Test
  void portInUseIsNamed() throws IOException {
    try (S3Server server = S3Server.start(directory.resolve("one"), 0)) {
      int port = server.endpoint().getPort();
      assertThatThrownBy(() -> S3Server.start(directory.resolve("two"), port))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining("in use");
    }
  }

  private static CompletedPart piece(S3Client client, String upload, int number, byte[] bytes) {
    String tag =
        client
            .uploadPart(
                request -> request.bucket("runs").key("big").uploadId(upload).partNumber(number),
                RequestBody.fromBytes(bytes))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }
}
