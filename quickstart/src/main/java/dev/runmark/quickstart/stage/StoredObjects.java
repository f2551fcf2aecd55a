package dev.runmark.quickstart.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What lies in a bucket, by listing it. */
public final class StoredObjects {

  private static final Pattern PART = Pattern.compile(".*/([0-9a-f-]{36})\\.ndjson(?:\\.\\w+)?");

  private final StageServers.Objects server;
  private final String bucket;

  public StoredObjects(StageServers.Objects server, String bucket) {
    this.server = server;
    this.bucket = bucket;
  }

  /** The parts, whether committed or not; their rows objects are left out. */
  public Set<UUID> parts() {
    return keys(Scene.PREFIX + "/").stream()
        .filter(key -> !key.endsWith(".rows"))
        .map(PART::matcher)
        .filter(Matcher::matches)
        .map(matcher -> UUID.fromString(matcher.group(1)))
        .collect(Collectors.toSet());
  }

  /** The newest checkpoint of a job that is whole: its metadata is written last. */
  public Optional<Long> newestCheckpoint(JobID job) {
    Pattern metadata =
        Pattern.compile(Pattern.quote("checkpoints/" + job + "/chk-") + "(\\d+)/_metadata");
    return keys("checkpoints/" + job + "/").stream()
        .map(metadata::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Long.parseLong(matcher.group(1)))
        .max(Long::compare);
  }

  /** What {@code flink run -s} takes. */
  public String checkpointPath(JobID job, long checkpoint) {
    return "s3://" + bucket + "/checkpoints/" + job + "/chk-" + checkpoint;
  }

  void createBucket() throws IOException {
    try (S3Client client = client()) {
      client.createBucket(create -> create.bucket(bucket));
    } catch (SdkException e) {
      throw new IOException("creating bucket " + bucket + ": " + e.getMessage(), e);
    }
  }

  /** Uploads that were begun and neither completed nor aborted. */
  public int openUploads() {
    try (S3Client client = client()) {
      return client.listMultipartUploads(list -> list.bucket(bucket)).uploads().size();
    }
  }

  /** Where a server that keeps objects as files has a part. */
  public Path file(Path buckets, String day, UUID part) {
    return buckets.resolve(bucket).resolve(Scene.PREFIX).resolve(day).resolve(part + ".ndjson");
  }

  /** Takes an object away behind everybody's back: so that an audit can be seen to find it. */
  public void delete(String key) {
    try (S3Client client = client()) {
      client.deleteObject(delete -> delete.bucket(bucket).key(key));
    }
  }

  /** All keys that begin so. */
  public List<String> keys(String prefix) {
    try (S3Client client = client()) {
      return client.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).stream()
          .flatMap(page -> page.contents().stream())
          .map(S3Object::key)
          .toList();
    }
  }

  private S3Client client() {
    return S3Client.builder()
        .endpointOverride(server.endpoint())
        .region(Region.of(server.region()))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }
}
