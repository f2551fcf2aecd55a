package dev.runmark.quickstart.crash;

import dev.runmark.embedded.s3.S3Server;
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
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What lies in a bucket, by listing it. */
final class StoredObjects {

  private static final Pattern PART = Pattern.compile(".*/([0-9a-f-]{36})\\.ndjson(?:\\.\\w+)?");

  private final S3Server server;
  private final String bucket;

  StoredObjects(S3Server server, String bucket) {
    this.server = server;
    this.bucket = bucket;
  }

  /** The parts, whether committed or not; their rows objects are left out. */
  Set<UUID> parts() {
    return keys(Scene.PREFIX + "/").stream()
        .filter(key -> !key.endsWith(".rows"))
        .map(PART::matcher)
        .filter(Matcher::matches)
        .map(matcher -> UUID.fromString(matcher.group(1)))
        .collect(Collectors.toSet());
  }

  /** The newest checkpoint of a job that is whole: its metadata is written last. */
  Optional<Long> newestCheckpoint(JobID job) {
    Pattern metadata =
        Pattern.compile(Pattern.quote("checkpoints/" + job + "/chk-") + "(\\d+)/_metadata");
    return keys("checkpoints/" + job + "/").stream()
        .map(metadata::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Long.parseLong(matcher.group(1)))
        .max(Long::compare);
  }

  /** What {@code flink run -s} takes. */
  String checkpointPath(JobID job, long checkpoint) {
    return "s3://" + bucket + "/checkpoints/" + job + "/chk-" + checkpoint;
  }

  private List<String> keys(String prefix) {
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(server.endpoint())
            .region(Region.of(server.region()))
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      return client.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).stream()
          .flatMap(page -> page.contents().stream())
          .map(S3Object::key)
          .toList();
    }
  }
}
