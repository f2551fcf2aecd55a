package dev.runmark.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3OptionsTest {

  private static final S3Options OPTIONS = S3Options.of("runs", "eu-north-1");

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "Runs", "a_b", "-runs", "runs-", "a..b", "a/b", "../x"})
  void badBucketIsRefused(String bucket) {
    assertThatThrownBy(() -> S3Options.of(bucket, "eu-north-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s3 bucket '" + bucket + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://host", "host:9000", "https:///path", "https://me:secret@host", "/x"})
  void badEndpointIsRefusedWithoutItsSecret(String endpoint) {
    assertThatThrownBy(() -> OPTIONS.at(URI.create(endpoint)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s3 endpoint")
        .hasMessageNotContaining("secret@");
  }

  @Test
  void plainHttpMustBeAllowed() {
    URI plain = URI.create("http://localhost:9000");
    assertThatThrownBy(
            () -> new S3Options("runs", "r", plain, true, false, null, S3Transfer.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http needs insecure: true");
    assertThat(OPTIONS.at(plain).insecure()).isTrue();
    assertThat(OPTIONS.at(URI.create("https://minio.internal")).insecure()).isFalse();
  }

  @Test
  void secretIsHidden() {
    S3Credentials credentials = new S3Credentials("AKIA", "open-sesame");
    assertThat(OPTIONS.as(credentials).toString()).contains("AKIA").doesNotContain("open-sesame");
    assertThatThrownBy(() -> new S3Credentials("AKIA", " "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** An array of 8 MiB and its header would take two regions of that size, or nine of 1 MiB. */
  @Test
  void piecesFillRegionsOfTheHeap() {
    int header = 16;
    assertThat(S3Transfer.DEFAULT.pieceSize() + header).isBetween((8 << 20) - 64, 8 << 20);
  }

  @Test
  void transferIsBounded() {
    S3Transfer transfer = S3Transfer.DEFAULT;
    assertThatThrownBy(() -> transfer.withPieces(5_000_000, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s3 piece size in bytes 5000000: wanted 5242880 to");
    assertThatThrownBy(() -> transfer.withPieces(8 << 20, 0)).hasMessageContaining("in flight 0");
    assertThatThrownBy(() -> transfer.withListPageSize(1001)).hasMessageContaining("1001");
    assertThatThrownBy(() -> transfer.withTimes(Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessageContaining("retry budget PT0S");
    assertThatThrownBy(() -> transfer.withTimes(Duration.ofSeconds(1), Duration.ofSeconds(-1)))
        .hasMessageContaining("request timeout PT-1S");
  }
}
