package dev.runmark.storage.objects;

import dev.runmark.storage.deadline.Deadlines;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * GETs of ranges, by the SDK's signer and its HTTP client but past the rest of it: of what a small
 * read takes, the SDK's handling of one call is a third. Its errors are the SDK's. Thread-safe.
 *
 * <p>As the SDK does, it learns from a refusal how far this machine's clock is from the server's,
 * and signs by the server's from then on.
 */
final class S3RangeGets implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(S3RangeGets.class);
  private static final int PARTIAL_CONTENT = 206;
  private static final String TOO_SKEWED = "RequestTimeTooSkewed";

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final String region;
  private final URI bucket;
  private final Duration timeout;
  private final Deadlines deadlines;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final Clock machine;
  private volatile Clock clock;

  /**
   * @param client tells where the bucket is
   * @param machine its clock, which may be wrong
   */
  S3RangeGets(
      S3Client client,
      SdkHttpClient http,
      AwsCredentialsProvider credentials,
      S3Options options,
      Clock machine) {
    this.machine = machine;
    this.clock = machine;
    this.http = http;
    this.credentials = credentials;
    this.region = options.region();
    this.bucket = place(client, options.bucket());
    this.timeout = options.transfer().requestTimeout();
    this.deadlines = new Deadlines("runmark-s3-deadlines", timeout);
  }

  /** The URL that keys are added to: the bucket is in its path, or in its host. */
  static URI place(S3Client client, String bucket) {
    try {
      return client.utilities().getUrl(of -> of.bucket(bucket).key("k")).toURI().resolve(".");
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("s3 bucket " + bucket + ": no URL of it", e);
    }
  }

  /**
   * What the server answered to a GET of a range.
   *
   * @param bytes what came of the body, empty unless the answer is one of the range's length
   */
  record Answer(int status, @Nullable String contentRange, byte[] bytes) {}

  /**
   * One GET, without a second try.
   *
   * @throws software.amazon.awssdk.services.s3.model.S3Exception when the server refuses
   * @throws SdkClientException when no answer came, or none in time
   */
  Answer get(String key, ByteRange range) {
    if (Thread.currentThread().isInterrupted()) {
      throw AbortedException.create("interrupted");
    }
    ExecutableHttpRequest call =
        http.prepareRequest(HttpExecuteRequest.builder().request(signed(key, range)).build());
    try (Deadlines.Attempt attempt = deadlines.begin(call::abort)) {
      try {
        return receive(call.call(), range);
      } catch (IOException e) {
        if (attempt.expired()) {
          throw ApiCallAttemptTimeoutException.create(timeout.toMillis());
        }
        if (Thread.currentThread().isInterrupted()) {
          throw AbortedException.create("interrupted", e);
        }
        throw SdkClientException.create(String.valueOf(e.getMessage()), e);
      }
    }
  }

  private SdkHttpRequest signed(String key, ByteRange range) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .protocol(bucket.getScheme())
            .host(bucket.getHost())
            .port(bucket.getPort() < 0 ? null : bucket.getPort())
            .encodedPath(bucket.getRawPath() + SdkHttpUtils.urlEncodeIgnoreSlashes(key))
            .putHeader("Range", range.toHeader())
            .build();
    SignedRequest signed =
        signer.sign(
            to ->
                to.identity(credentials.resolveCredentials())
                    .request(request)
                    .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    // As S3 wants it of all services alone.
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false));
    return signed.request();
  }

  private Answer receive(HttpExecuteResponse response, ByteRange range) throws IOException {
    SdkHttpResponse head = response.httpResponse();
    int status = head.statusCode();
    try (AbortableInputStream body =
        response
            .responseBody()
            .orElseGet(() -> AbortableInputStream.create(InputStream.nullInputStream()))) {
      if (!head.isSuccessful()) {
        S3Exception refusal = S3Refusal.read(head, body);
        if (TOO_SKEWED.equals(refusal.awsErrorDetails().errorCode())) {
          head.firstMatchingHeader("Date").ifPresent(this::adjust);
        }
        throw refusal;
      }
      String contentRange = head.firstMatchingHeader("Content-Range").orElse(null);
      long length = head.firstMatchingHeader("Content-Length").map(Long::parseLong).orElse(-1L);
      if (status != PARTIAL_CONTENT || length != range.length()) {
        // Not read to its end: it may be the whole object.
        body.abort();
        return new Answer(status, contentRange, new byte[0]);
      }
      byte[] bytes = new byte[Math.toIntExact(length)];
      int read = body.readNBytes(bytes, 0, bytes.length);
      return new Answer(
          status, contentRange, read == bytes.length ? bytes : Arrays.copyOf(bytes, read));
    }
  }

  /** A date that is none leaves the clock as it is: the refusal says enough. */
  private void adjust(String date) {
    try {
      Instant servers = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
      clock = Clock.offset(machine, Duration.between(machine.instant(), servers));
      LOG.warn(
          "s3: this machine's clock is {} off the server's, and requests are signed by the server's",
          Duration.between(servers, machine.instant()));
    } catch (DateTimeParseException e) {
      LOG.warn("s3: the server refuses this machine's clock, and its own date is '{}'", date);
    }
  }

  @Override
  public void close() {
    deadlines.close();
  }
}
