package dev.runmark.storage.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.s3.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3 refuses what is signed by a clock that is a quarter of an hour off. */
class S3ClockIT {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void aMachineWhoseClockIsADayOffReadsAfterItsFirstRefusal(int days) throws IOException {
    try (S3Server server = S3Server.startDefault(directory, 0)) {
      server.createBucket("bucket");
      S3Options options =
          S3Options.of("bucket", server.region())
              .at(server.endpoint())
              .as(new S3Credentials(server.accessKey(), server.secretKey()));
      try (ObjectStore store = S3ObjectStore.open(options)) {
        store.put("a", "a run".getBytes(UTF_8), 0, 5);
      }
      Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofDays(days));
      try (S3Clients clients = new S3Clients(options, wrong)) {
        ByteRange range = new ByteRange(2, 5);
        assertThatThrownBy(() -> clients.ranges().get("a", range))
            .isInstanceOfSatisfying(
                S3Exception.class,
                refusal -> {
                  assertThat(refusal.awsErrorDetails().errorCode())
                      .isEqualTo("RequestTimeTooSkewed");
                  assertThat(S3Errors.passes(refusal)).isTrue();
                });
        assertThat(clients.ranges().get("a", range).bytes()).isEqualTo("run".getBytes(UTF_8));
      }
    }
  }
}
