package dev.runmark.storage.objects;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Builds the SDK's client the way that this package relies on. */
final class S3Clients {

  /** Calls beside the pieces: reads, heads, small objects. */
  private static final int SPARE_CONNECTIONS = 32;

  private S3Clients() {}

  static S3Client build(S3Options options) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(options.region()))
            .forcePathStyle(options.pathStyle())
            .credentialsProvider(credentials(options))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(options.transfer().requestTimeout()))
            .httpClientBuilder(http(options.transfer()));
    if (options.endpoint() != null) {
      builder.endpointOverride(options.endpoint());
    }
    if (options.plain()) {
      builder.putAuthScheme(new UnsignedPayload());
    }
    return builder.build();
  }

  private static Apache5HttpClient.Builder http(S3Transfer transfer) {
    return Apache5HttpClient.builder()
        .maxConnections(transfer.piecesInFlight() + SPARE_CONNECTIONS)
        .socketTimeout(transfer.requestTimeout())
        .tcpKeepAlive(true)
        // One round trip less; a body that is refused is small.
        .expectContinueEnabled(false);
  }

  private static AwsCredentialsProvider credentials(S3Options options) {
    S3Credentials given = options.credentials();
    return given == null
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(
            AwsBasicCredentials.create(given.accessKey(), given.secretKey()));
  }
}
