package dev.runmark.quickstart.check;

import java.io.IOException;
import java.util.zip.CRC32C;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The objects, read by the AWS SDK alone. */
final class Bucket implements AutoCloseable {

  private static final int PARTIAL_CONTENT = 206;

  private final S3Client s3;

  Bucket(CheckTarget.S3 target) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(target.region()))
            .forcePathStyle(target.pathStyle())
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClient(UrlConnectionHttpClient.create());
    if (target.endpoint() != null) {
      builder.endpointOverride(target.endpoint());
    }
    if (target.accessKey() != null && target.secretKey() != null) {
      builder.credentialsProvider(
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create(target.accessKey(), target.secretKey())));
    }
    s3 = builder.build();
  }

  /** There is no such object. */
  static final class MissingException extends IOException {
    private static final long serialVersionUID = 1L;

    MissingException(String key) {
      super("no object " + key);
    }
  }

  /** What an object is as a whole. */
  record Whole(long length, int checksum) {}

  /** Bytes {@code [start, end)}, by one GET that must answer 206 with that very range. */
  byte[] range(CommittedPart part, long start, long end) throws IOException {
    String wanted = "bytes " + start + "-" + (end - 1) + "/";
    try {
      ResponseBytes<GetObjectResponse> answer =
          s3.getObjectAsBytes(
              get ->
                  get.bucket(part.bucket())
                      .key(part.key())
                      .range("bytes=" + start + "-" + (end - 1)));
      int status = answer.response().sdkHttpResponse().statusCode();
      String range = answer.response().contentRange();
      byte[] bytes = answer.asByteArrayUnsafe();
      if (status != PARTIAL_CONTENT || !range.startsWith(wanted) || bytes.length != end - start) {
        throw new IOException(
            String.format(
                "GET %s %s: answered %d, %s, %d bytes",
                part.key(), wanted, status, range, bytes.length));
      }
      return bytes;
    } catch (NoSuchKeyException e) {
      throw missing(part.key(), e);
    } catch (SdkException e) {
      throw new IOException("GET " + part.key() + " " + wanted + ": " + e.getMessage(), e);
    }
  }

  byte[] whole(String bucket, String key) throws IOException {
    try {
      return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArrayUnsafe();
    } catch (NoSuchKeyException e) {
      throw missing(key, e);
    } catch (SdkException e) {
      throw new IOException("GET " + key + ": " + e.getMessage(), e);
    }
  }

  long length(String bucket, String key) throws IOException {
    try {
      return s3.headObject(head -> head.bucket(bucket).key(key)).contentLength();
    } catch (NoSuchKeyException e) {
      throw missing(key, e);
    } catch (SdkException e) {
      throw new IOException("HEAD " + key + ": " + e.getMessage(), e);
    }
  }

  /** All keys of a bucket that begin so, page by page. */
  Iterable<ListObjectsV2Response> pages(String bucket, String prefix) {
    return s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix));
  }

  /** The uploads of keys that begin so which were neither completed nor aborted. */
  Iterable<MultipartUpload> uploads(String bucket, String prefix) {
    return s3.listMultipartUploadsPaginator(list -> list.bucket(bucket).prefix(prefix)).uploads();
  }

  /** Reads the object from end to end and keeps only its length and CRC-32C. */
  Whole measure(String bucket, String key) throws IOException {
    CRC32C checksum = new CRC32C();
    byte[] buffer = new byte[64 * 1024];
    long length = 0;
    try (ResponseInputStream<GetObjectResponse> in =
        s3.getObject(get -> get.bucket(bucket).key(key))) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        checksum.update(buffer, 0, n);
        length += n;
      }
      return new Whole(length, (int) checksum.getValue());
    } catch (NoSuchKeyException e) {
      throw missing(key, e);
    } catch (SdkException e) {
      throw new IOException("GET " + key + ": " + e.getMessage(), e);
    }
  }

  private static MissingException missing(String key, NoSuchKeyException cause) {
    MissingException missing = new MissingException(key);
    missing.initCause(cause);
    return missing;
  }

  @Override
  public void close() {
    s3.close();
  }
}
