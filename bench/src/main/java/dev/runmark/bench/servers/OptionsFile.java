package dev.runmark.bench.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes files of options for Runmark's job and its HTTP API, against the servers of a benchmark.
 *
 * @param directory for the files, and for those of the secrets that they name
 * @param postgres as whom the index is used
 */
public record OptionsFile(
    Path directory, String bootstrapServers, S3Access s3, PostgresAccess postgres) {

  /** Takes what cannot be decoded: nothing, or the benchmark's count tells. */
  public static final String REJECTED = "rejected";

  /**
   * What belongs together in all servers.
   *
   * @param prefix of the objects, and the name of the consumers' group
   */
  public record Place(String topic, String prefix, String schema) {}

  /**
   * Writes one.
   *
   * @param file without its ending
   * @param more lines of other sections
   */
  public Path write(String file, Place place, List<String> more) throws IOException {
    List<String> options = new ArrayList<>(more);
    options.addAll(connections(place));
    return Files.write(directory.resolve(file + ".yaml"), options);
  }

  private List<String> connections(Place place) throws IOException {
    return List.of(
        "kafka:",
        "  bootstrap-servers: [\"" + bootstrapServers + "\"]",
        "  topics: [" + place.topic + "]",
        "  group: " + place.prefix,
        "dead-letters:",
        "  topic: " + REJECTED,
        "s3:",
        "  bucket: " + S3Access.BUCKET,
        "  prefix: " + place.prefix,
        "  region: " + s3.region(),
        "  endpoint: " + s3.endpoint(),
        "  path-style: true",
        "  access-key: " + secret("access-key", s3.accessKey()),
        "  secret-key: " + secret("secret-key", s3.secretKey()),
        "postgres:",
        "  url: " + postgres.url(),
        "  user: " + postgres.user(),
        "  password: " + secret("password-of-" + postgres.user(), postgres.password()),
        "  schema: " + place.schema);
  }

  private String secret(String name, String value) throws IOException {
    Path file = directory.resolve(name + ".secret").toAbsolutePath();
    if (Files.notExists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, value);
    }
    return "file:" + file;
  }
}
