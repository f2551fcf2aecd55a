package dev.runmark.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3RangeGetsTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "runs, none, false, https://runs.s3.eu-central-1.amazonaws.com/",
        "runs, none, true, https://s3.eu-central-1.amazonaws.com/runs/",
        // A certificate for one name below the region's does not cover two.
        "runs.of.us, none, false, https://s3.eu-central-1.amazonaws.com/runs.of.us/",
        "runs, https://s3.example.org:9000, true, https://s3.example.org:9000/runs/",
        "runs, https://s3.example.org, false, https://runs.s3.example.org/"
      })
  void aBucketIsWhereTheSdkWouldLookForIt(
      String bucket, URI endpoint, boolean pathStyle, URI expected) {
    S3Options options =
        new S3Options(
            bucket,
            "eu-central-1",
            endpoint,
            pathStyle,
            false,
            new S3Credentials("a", "b"),
            S3Transfer.DEFAULT);
    try (S3Clients clients = new S3Clients(options)) {
      assertThat(S3RangeGets.place(clients.client(), bucket)).isEqualTo(expected);
    }
  }
}
