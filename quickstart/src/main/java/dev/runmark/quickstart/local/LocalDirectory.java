package dev.runmark.quickstart.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Everything that the system writes, so that a second start there goes on where the first one ended
 * and removing it leaves nothing behind.
 *
 * @param root an absolute directory
 */
public record LocalDirectory(Path root) {

  static final String PARTS_BUCKET = "runmark";
  static final String FLINK_BUCKET = "flink";

  /** How the names of the markers of loads begin. */
  private static final String SENDING = "sending";

  public LocalDirectory {
    root = root.toAbsolutePath().normalize();
  }

  /** One of its own among the temporary files. */
  public static LocalDirectory temporary() throws IOException {
    return new LocalDirectory(Files.createTempDirectory("runmark-quickstart-"));
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  Path s3() {
    return root.resolve("s3");
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path temporaryFiles() {
    return root.resolve("tmp");
  }

  /** The job's options. */
  public Path options() {
    return root.resolve("conf").resolve("runmark.yaml");
  }

  /** What was sent. */
  public Path ledger() {
    return root.resolve("ledger");
  }

  public Path log() {
    return root.resolve("logs").resolve("quickstart.log");
  }

  /** The parts as files; an object of S3 is one. */
  public Path parts() {
    return s3().resolve(PARTS_BUCKET);
  }

  /** A file that holds one secret. */
  public Path secret(String name) {
    return root.resolve("secrets").resolve(name);
  }

  void create() throws IOException {
    for (Path file : new Path[] {options(), log(), temporaryFiles().resolve("x")}) {
      Files.createDirectories(file.getParent());
    }
    Files.createDirectories(ledger());
  }

  /** Writes a secret for the eyes of this user only. */
  void keep(String name, String value) throws IOException {
    Path file = secret(name);
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, value);
  }

  /**
   * One load of runs, marked by a file of its own from before the first record until its ledger is
   * closed; other loads leave the file alone.
   */
  public record Sending(Path marker) {

    /** All that this load sent is written down. */
    public void end() throws IOException {
      Files.delete(marker);
    }
  }

  /** Whether any load from here was killed while it sent: nobody knows then what was sent. */
  public boolean cutOff() throws IOException {
    if (!Files.isDirectory(root)) {
      return false;
    }
    try (Stream<Path> files = Files.list(root)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(SENDING));
    }
  }

  public Sending beginSending() throws IOException {
    return new Sending(
        Files.writeString(
            root.resolve(SENDING + "-" + UUID.randomUUID()),
            "a load of runs is being sent from here\n"));
  }

  /** The newest checkpoint that Flink completed here, as the state to restore from. */
  Optional<String> newestCheckpoint() throws IOException {
    Path bucket = s3().resolve(FLINK_BUCKET);
    if (!Files.isDirectory(bucket)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(bucket)) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .max(Comparator.comparing(file -> file.toFile().lastModified()))
          .map(file -> "s3://" + FLINK_BUCKET + "/" + bucket.relativize(file.getParent()));
    }
  }

  /** Removes it with all that is in it. */
  public void delete() throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            // A server's last thread may have removed it just now.
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
