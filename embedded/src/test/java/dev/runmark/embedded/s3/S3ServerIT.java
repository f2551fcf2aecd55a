package dev.runmark.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ServerIT {

  @TempDir private Path directory;

  @Test
  void objectsAreFilesAndSurviveARestart() throws IOException {
    try (S3Server server = S3Server.start(directory, 0);
        S3Client client = client(server, server.secretKey())) {
      server.createBucket("runs");
      server.createBucket("runs");
      client.putObject(
          request -> request.bucket("runs").key("dt=2026-01-02/a.ndjson"),
          RequestBody.fromString("née\n"));
    }
    assertThat(directory.resolve("runs/dt=2026-01-02/a.ndjson")).hasContent("née\n");
    try (S3Server again = S3Server.start(directory, 0);
        S3Client client = client(again, again.secretKey())) {
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
        S3Client client = client(server, server.secretKey())) {
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
  void wrongSecretIsRefused() throws IOException {
    try (S3Server server = S3Server.start(directory, 0);
        S3Client client = client(server, "not the secret")) {
      server.createBucket("runs");
      assertThatThrownBy(
              () ->
                  client.putObject(
                      request -> request.bucket("runs").key("a"), RequestBody.fromString("a")))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
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

  private static S3Client client(S3Server server, String secret) {
    return S3Client.builder()
        .endpointOverride(server.endpoint())
        .region(Region.of(server.region()))
        .forcePathStyle(true)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(server.accessKey(), secret)))
        .build();
  }
}
