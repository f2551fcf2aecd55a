package dev.runmark.job.options;

import static dev.runmark.job.options.OptionsText.MINIMAL;
import static dev.runmark.job.options.OptionsText.read;
import static dev.runmark.job.options.OptionsText.refusal;
import static dev.runmark.job.options.OptionsText.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows O3 and O4 of the list of bad input: where connections go, and names inside the bucket. */
class ConnectionOptionsTest {

  private static final String LOCAL_URL = "jdbc:postgresql://localhost/runmark";

  @Test
  void httpBeyondTheLoopbackNeedsInsecure() {
    assertThat(refusal(with("bucket: runs", "bucket: runs\n  endpoint: http://s3.example.com")))
        .contains("s3.endpoint: http://s3.example.com: http beyond the loopback");

    assertThat(
            read(with(
                    "bucket: runs",
                    "bucket: runs\n  endpoint: http://minio:9000\n  insecure: true"))
                .s3()
                .insecure())
        .isTrue();
    assertThat(
            read(with("bucket: runs", "bucket: runs\n  endpoint: http://127.0.0.1:9000"))
                .s3()
                .endpoint())
        .hasPort(9000);
  }

  @Test
  void aDatabaseBeyondTheLoopbackNeedsTls() {
    String remote = "jdbc:postgresql://db.example.com/runmark";
    assertThat(refusal(with(LOCAL_URL, remote)))
        .contains("postgres.url: db.example.com without TLS");
    assertThat(refusal(with(LOCAL_URL, remote + "?sslmode=prefer"))).contains("without TLS");
    assertThat(refusal(with(LOCAL_URL, "jdbc:postgresql://localhost,db.example.com/runmark")))
        .contains("without TLS");

    assertThat(read(with(LOCAL_URL, remote + "?sslmode=verify-full")).postgres().url())
        .endsWith("verify-full");
    assertThat(read(with(LOCAL_URL, remote + "\n  insecure: true")).postgres().insecure()).isTrue();
  }

  @Test
  void brokersBeyondTheLoopbackNeedTls() {
    assertThat(refusal(with("localhost:9092", "kafka.example.com:9092")))
        .contains("kafka.bootstrap-servers: kafka.example.com:9092 without TLS");
    assertThat(
            read(with("[localhost:9092]", "[kafka:9092]\n  insecure: true"))
                .kafka()
                .clients()
                .insecure())
        .isTrue();
  }

  @Test
  void aPasswordInTheUrlIsRefusedAndNeverQuoted() {
    assertThat(refusal(with(LOCAL_URL, LOCAL_URL + "?user=u&password=geheim")))
        .contains("postgres.url: no user in the URL")
        .doesNotContain("geheim");
    assertThat(refusal(with(LOCAL_URL, LOCAL_URL + "?password=geheim")))
        .contains("postgres.url: no password in the URL; use postgres.password")
        .doesNotContain("geheim");
    assertThat(refusal(with(LOCAL_URL, "jdbc:postgresql://u:geheim@localhost/runmark")))
        .contains("postgres.url: wanted jdbc:postgresql://")
        .doesNotContain("geheim");
    assertThat(
            refusal(with("bucket: runs", "bucket: runs\n  endpoint: https://key:geheim@s3.test")))
        .contains("s3.endpoint: a secret in the URL")
        .doesNotContain("geheim");
  }

  @ParameterizedTest
  @ValueSource(strings = {"socketFactory=x", "autosave=always", "sslfactory=x", "%70assword=x"})
  void otherOptionsOfTheUrlAreRefused(String option) {
    assertThat(refusal(with(LOCAL_URL, LOCAL_URL + "?" + option)))
        .contains("is not allowed; allowed are channelBinding");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a..b", "Runs", "/runs", "ru", "ru ns", "runs/"})
  void anotherGrammarThanABucketsIsRefused(String bucket) {
    assertThat(refusal(with("bucket: runs", "bucket: '" + bucket + "'")))
        .contains("s3.bucket: '" + bucket + "': wanted a bucket name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/runs", "runs/", "a/../b", "..", "a//b", "a b", "a%2e"})
  void aPrefixThatIsNoPlainFolderIsRefused(String prefix) {
    assertThat(refusal(with("bucket: runs", "bucket: runs\n  prefix: '" + prefix + "'")))
        .contains("s3.prefix: '" + prefix + "': wanted folders");
  }

  @Test
  void oneKeyOfTwoIsRefused() {
    assertThat(refusal(with("bucket: runs", "bucket: runs\n  access-key: env:KEY")))
        .contains("s3.secret-key: must be set");
  }

  @Test
  void theDatabasesOptionsHideWhatTheyMust() {
    assertThat(read(MINIMAL).postgres())
        .hasToString("PostgresOptions[" + LOCAL_URL + " as runmark_writer]");
  }
}
