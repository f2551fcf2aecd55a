package dev.runmark.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.retry.RetryCause;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3CallsTest {

  private final List<RetryCause> causes = new ArrayList<>();
  private final S3Calls calls = new S3Calls("runs", Duration.ofSeconds(20), causes::add);

  @ParameterizedTest
  @CsvSource({
    "500, InternalError, SERVER",
    "502, '', SERVER",
    "503, SlowDown, THROTTLED",
    "429, TooManyRequests, THROTTLED",
    "408, '', SERVER",
    "200, InternalError, SERVER",
    "400, RequestTimeout, SERVER",
    "400, BadDigest, SERVER",
    "409, OperationAborted, SERVER"
  })
  void whatPassesIsTriedAgainAndSaysThatItIsDoubtful(int status, String code, RetryCause cause)
      throws IOException {
    List<Boolean> doubts = new ArrayList<>();
    String result =
        calls.run(
            "put",
            "a",
            doubtful -> {
              doubts.add(doubtful);
              if (!doubtful) {
                throw refusal(status, code);
              }
              return "done";
            });
    assertThat(result).isEqualTo("done");
    assertThat(doubts).containsExactly(false, true);
    assertThat(causes).containsExactly(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "400, InvalidRequest",
    "403, AccessDenied",
    "404, NoSuchBucket",
    "412, PreconditionFailed"
  })
  void aClearRefusalIsNamed(int status, String code) {
    List<Boolean> tries = new ArrayList<>();
    assertThatThrownBy(
            () ->
                calls.run(
                    "put",
                    "a",
                    doubtful -> {
                      tries.add(doubtful);
                      throw refusal(status, code);
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("put a in bucket runs: " + status + " " + code + " (words)");
    assertThat(tries).hasSize(1);
  }

  @Test
  void theNetworkIsTriedUntilTheBudgetIsUsedUp() {
    S3Calls impatient = new S3Calls("runs", Duration.ofMillis(120), causes::add);
    assertThatThrownBy(
            () ->
                impatient.run(
                    "read",
                    "a",
                    doubtful -> {
                      throw SdkClientException.create("x", new SocketException("Broken pipe"));
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "read a in bucket runs: gave up after [123] attempts in \\d+ ms "
                + "\\(retry budget 120 ms\\), the last: SocketException: Broken pipe");
  }

  @Test
  void anErrorOfOurOwnEndsTheCall() {
    List<Boolean> tries = new ArrayList<>();
    assertThatThrownBy(
            () ->
                calls.run(
                    "read",
                    "a",
                    doubtful -> {
                      tries.add(doubtful);
                      throw new EOFException("own");
                    }))
        .isInstanceOf(EOFException.class);
    assertThat(tries).hasSize(1);
  }

  @Test
  void anAbandonedUploadIsNotTriedAgain() {
    assertThatThrownBy(
            () ->
                calls.run(
                    "upload piece 3 of",
                    "a",
                    () -> true,
                    doubtful -> {
                      throw refusal(503, "SlowDown");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("given up after 1 attempts");
  }

  @Test
  void anInterruptEndsThePauseAndIsKept() {
    assertThatThrownBy(
            () ->
                calls.run(
                    "put",
                    "a",
                    doubtful -> {
                      Thread.currentThread().interrupt();
                      throw refusal(503, "SlowDown");
                    }))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessageContaining("put a in bucket runs");
    assertThat(Thread.interrupted()).isTrue();
  }

  private static S3Exception refusal(int status, String code) {
    AwsErrorDetails details =
        AwsErrorDetails.builder().errorCode(code).errorMessage("words").build();
    return (S3Exception) S3Exception.builder().statusCode(status).awsErrorDetails(details).build();
  }
}
