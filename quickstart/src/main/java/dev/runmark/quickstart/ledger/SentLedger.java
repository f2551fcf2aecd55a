package dev.runmark.quickstart.ledger;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes down what was sent: per run the digest of what it must be stored as and the number of its
 * events, per event its place in Kafka, per poison its coordinates.
 *
 * <p>Each ledger has three files of its own in the directory, so that those of several loads lie
 * side by side and are read as one by {@link SentRuns} and {@link SentPoison}. Thread-safe.
 * Everything is on disk after {@link #close}; until then it is the writer's memory of 8 KiB that is
 * missing.
 */
public final class SentLedger implements AutoCloseable {

  static final String RUNS = ".runs";
  static final String EVENTS = ".events";
  static final String POISON = ".poison";
  static final int DIGEST = 32;
  static final int ENTRY = 2 * Long.BYTES + Integer.BYTES + DIGEST;

  /** A run, and the four of {@link EventPlace}. */
  static final int EVENT = 3 * Long.BYTES + 2 * Integer.BYTES + 1;

  private final DataOutputStream runs;
  private final DataOutputStream events;
  private final BufferedWriter poison;
  private final List<Path> files;

  private SentLedger(
      List<Path> files, DataOutputStream runs, DataOutputStream events, BufferedWriter poison) {
    this.files = files;
    this.runs = runs;
    this.events = events;
    this.poison = poison;
  }

  /** Opens a new ledger beside those that are there; the directory is made when it is missing. */
  public static SentLedger create(Path directory) throws IOException {
    Files.createDirectories(directory);
    String name = Instant.now().toString().replace(":", "") + "-" + UUID.randomUUID();
    List<Path> files =
        Stream.of(RUNS, EVENTS, POISON).map(end -> directory.resolve(name + end)).toList();
    return new SentLedger(
        files, output(files.get(0)), output(files.get(1)), Files.newBufferedWriter(files.get(2)));
  }

  private static DataOutputStream output(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  /**
   * Adds a run.
   *
   * @param events how many events of it were sent
   * @param sha256 of the run that they fold to
   */
  public synchronized void add(UUID run, int events, byte[] sha256) throws IOException {
    if (sha256.length != DIGEST || events <= 0) {
      throw new IllegalArgumentException(
          "ledger entry of run " + run + ": " + events + " events, digest of " + sha256.length);
    }
    runs.writeLong(run.getMostSignificantBits());
    runs.writeLong(run.getLeastSignificantBits());
    runs.writeInt(events);
    runs.write(sha256);
  }

  /** Adds where an event of a run is. */
  public synchronized void add(UUID run, EventPlace place) throws IOException {
    events.writeLong(run.getMostSignificantBits());
    events.writeLong(run.getLeastSignificantBits());
    events.writeInt(place.partition());
    events.writeLong(place.offset());
    events.writeInt(place.nth());
    events.writeBoolean(place.complete());
  }

  public synchronized void add(Poison sent) throws IOException {
    poison.write(sent.toLine());
    poison.write('\n');
  }

  /** What was added is on the disk when this returns. */
  @Override
  public synchronized void close() throws IOException {
    try (runs;
        events;
        poison) {
      runs.flush();
      events.flush();
    }
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }
}
