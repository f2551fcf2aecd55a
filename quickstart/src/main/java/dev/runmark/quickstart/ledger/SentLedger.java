package dev.runmark.quickstart.ledger;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Writes down what was sent: per run the digest of what it must be stored as and the number of its
 * events, per event its place in Kafka, per poison its coordinates.
 *
 * <p>Each ledger has three files of its own in the directory, so that those of several loads lie
 * side by side and are read as one by {@link SentRuns} and {@link SentPoison}. Thread-safe.
 * Everything is on disk (fsync) after {@link #close}; until then what was added within the last
 * second may be missing, even after a crash of the machine, as long as something is added.
 */
public final class SentLedger implements AutoCloseable {

  static final String RUNS = ".runs";
  static final String EVENTS = ".events";
  static final String POISON = ".poison";
  static final int DIGEST = 32;
  static final int ENTRY = 2 * Long.BYTES + Integer.BYTES + DIGEST;

  /** A run, and the four of {@link EventPlace}. */
  static final int EVENT = 3 * Long.BYTES + 2 * Integer.BYTES + 1;

  private static final Duration BETWEEN_SYNCS = Duration.ofSeconds(1);

  private final List<FileChannel> files;
  private final DataOutputStream runs;
  private final DataOutputStream events;
  private final BufferedWriter poison;
  private long synced = System.nanoTime();

  private SentLedger(List<FileChannel> files) {
    this.files = files;
    this.runs = output(files.get(0));
    this.events = output(files.get(1));
    this.poison = new BufferedWriter(Channels.newWriter(files.get(2), StandardCharsets.UTF_8));
  }

  /** Opens a new ledger beside those that are there; the directory is made when it is missing. */
  public static SentLedger create(Path directory) throws IOException {
    Files.createDirectories(directory);
    String name = Instant.now().toString().replace(":", "") + "-" + UUID.randomUUID();
    List<FileChannel> files = new ArrayList<>();
    for (String end : List.of(RUNS, EVENTS, POISON)) {
      files.add(
          FileChannel.open(
              directory.resolve(name + end),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE));
    }
    return new SentLedger(files);
  }

  private static DataOutputStream output(FileChannel file) {
    return new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file)));
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
    syncWhenDue();
  }

  /** Adds where an event of a run is. */
  public synchronized void add(UUID run, EventPlace place) throws IOException {
    events.writeLong(run.getMostSignificantBits());
    events.writeLong(run.getLeastSignificantBits());
    events.writeInt(place.partition());
    events.writeLong(place.offset());
    events.writeInt(place.nth());
    events.writeBoolean(place.complete());
    syncWhenDue();
  }

  public synchronized void add(Poison sent) throws IOException {
    poison.write(sent.toLine());
    poison.write('\n');
    syncWhenDue();
  }

  private void syncWhenDue() throws IOException {
    if (System.nanoTime() - synced >= BETWEEN_SYNCS.toNanos()) {
      sync();
      synced = System.nanoTime();
    }
  }

  private void sync() throws IOException {
    runs.flush();
    events.flush();
    poison.flush();
    for (FileChannel file : files) {
      file.force(false);
    }
  }

  /** What was added is on the disk when this returns. */
  @Override
  public synchronized void close() throws IOException {
    try (runs;
        events;
        poison) {
      sync();
    }
  }
}
