package dev.runmark.storage.objects;

import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * The ways to one bucket, over one pool of connections: the SDK's client as this package relies on
 * it, and the GETs of ranges beside it. Thread-safe.
 */
final class S3Clients implements AutoCloseable {

  /** Calls beside the pieces: reads, heads, small objects. */
  private static final int SPARE_CONNECTIONS = 32;

  private final SdkHttpClient http;
  private final S3Client client;
  private final S3RangeGets ranges;

  S3Clients(S3Options options) {
    this(options, Clock.systemUTC());
  }

  /**
   * @param clock that ranges are signed by; the SDK's client has its own
   */
  S3Clients(S3Options options, Clock clock) {
    AwsCredentialsProvider credentials = credentials(options);
    http = http(options.transfer());
    client = client(options, http, credentials);
    ranges = new S3RangeGets(client, http, credentials, options, clock);
  }

  S3Client client() {
    return client;
  }

  S3RangeGets ranges() {
    return ranges;
  }

  private static S3Client client(
      S3Options options, SdkHttpClient http, AwsCredentialsProvider credentials) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(options.region()))
            .forcePathStyle(options.pathStyle())
            .credentialsProvider(credentials)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(options.transfer().requestTimeout()))
            .httpClient(http);
    if (options.endpoint() != null) {
      builder.endpointOverride(options.endpoint());
    }
    if (options.plain()) {
      builder.putAuthScheme(new UnsignedPayload());
    }
    return builder.build();
  }

  private static SdkHttpClient http(S3Transfer transfer) {
    return Apache5HttpClient.builder()
        .maxConnections(transfer.piecesInFlight() + SPARE_CONNECTIONS)
        .socketTimeout(transfer.requestTimeout())
        .tcpKeepAlive(true)
        // One round trip less; a body that is refused is small.
        .expectContinueEnabled(false)
        .build();
  }

  private static AwsCredentialsProvider credentials(S3Options options) {
    S3Credentials given = options.credentials();
    return given == null
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(
            AwsBasicCredentials.create(given.accessKey(), given.secretKey()));
  }

  @Override
  public void close() {
    ranges.close();
    client.close();
    http.close();
  }
}
