package dev.runmark.bench.ingest;

import dev.runmark.bench.servers.S3Access;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The finished objects whose keys begin alike, as any reader sees them. */
final class Objects implements AutoCloseable {

  private final S3Client s3;

  Objects(S3Access access) {
    s3 =
        S3Client.builder()
            .endpointOverride(access.endpoint())
            .region(Region.of(access.region()))
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(access.accessKey(), access.secretKey())))
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  long bytes(String prefix) {
    return list(prefix).stream().mapToLong(S3Object::size).sum();
  }

  /** Reads all of them; every line ends with a line feed. */
  long lines(String prefix) throws IOException {
    long lines = 0;
    byte[] buffer = new byte[1 << 20];
    for (S3Object object : list(prefix)) {
      try (InputStream in = s3.getObject(get -> get.bucket(S3Access.BUCKET).key(object.key()))) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          for (int i = 0; i < n; i++) {
            lines += buffer[i] == '\n' ? 1 : 0;
          }
        }
      }
    }
    return lines;
  }

  void delete(String prefix) {
    for (S3Object object : list(prefix)) {
      s3.deleteObject(delete -> delete.bucket(S3Access.BUCKET).key(object.key()));
    }
  }

  private List<S3Object> list(String prefix) {
    return s3
        .listObjectsV2Paginator(list -> list.bucket(S3Access.BUCKET).prefix(prefix))
        .contents()
        .stream()
        .toList();
  }

  @Override
  public void close() {
    s3.close();
  }
}
