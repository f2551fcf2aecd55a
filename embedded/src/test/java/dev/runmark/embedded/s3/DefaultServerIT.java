package dev.runmark.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What only the default one of the servers does. */
class DefaultServerIT {

  @TempDir private Path directory;

  @Test
  void objectsAreFiles() throws IOException {
    try (S3Server server = S3Server.startDefault(directory, 0);
        S3Client client = TestClient.of(server, server.secretKey())) {
      server.createBucket("runs");
      client.putObject(
          to -> to.bucket("runs").key("dt=2026-01-02/a.ndjson"), RequestBody.fromString("née\n"));
    }
    assertThat(directory.resolve("runs/dt=2026-01-02/a.ndjson")).hasContent("née\n");
  }

  @Test
  void wrongSecretIsRefused() throws IOException {
    try (S3Server server = S3Server.startDefault(directory, 0);
        S3Client client = TestClient.of(server, "not the secret")) {
      server.createBucket("runs");
      assertThatThrownBy(
              () -> client.putObject(to -> to.bucket("runs").key("a"), RequestBody.fromString("a")))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }
  }
}
