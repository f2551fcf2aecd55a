package dev.runmark.quickstart.ledger;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** All runs of a ledger directory, about 100 bytes each; a run is named by its number. */
public final class SentRuns {

  private static final int FREE = -1;

  private final long[] ids;
  private final int[] events;
  private final byte[] digests;
  private final int[] slots;
  private int size;
  private SentEvents places = SentEvents.of(new int[0], new long[0], 0);

  private SentRuns(int capacity) {
    ids = new long[2 * capacity];
    events = new int[capacity];
    digests = new byte[SentLedger.DIGEST * capacity];
    slots = new int[Math.max(16, Integer.highestOneBit(Math.max(1, capacity)) << 2)];
    Arrays.fill(slots, FREE);
  }

  /**
   * Reads every ledger of the directory; an entry cut off at the end of one is left out.
   *
   * @throws IOException also when a run stands there twice
   */
  public static SentRuns read(Path directory) throws IOException {
    List<Path> files = files(directory, SentLedger.RUNS);
    long entries = 0;
    for (Path file : files) {
      entries += Files.size(file) / SentLedger.ENTRY;
    }
    SentRuns runs = new SentRuns(Math.toIntExact(entries));
    for (Path file : files) {
      runs.add(file);
    }
    runs.places = runs.places(files(directory, SentLedger.EVENTS));
    return runs;
  }

  static List<Path> files(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private void add(Path file) throws IOException {
    long entries = Files.size(file) / SentLedger.ENTRY;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (long i = 0; i < entries; i++) {
        UUID id = new UUID(in.readLong(), in.readLong());
        int slot = slot(id);
        if (slots[slot] != FREE) {
          throw new IOException("reading ledger " + file + ": run " + id + " stands there twice");
        }
        slots[slot] = size;
        ids[2 * size] = id.getMostSignificantBits();
        ids[2 * size + 1] = id.getLeastSignificantBits();
        events[size] = in.readInt();
        in.readFully(digests, SentLedger.DIGEST * size, SentLedger.DIGEST);
        size++;
      }
    }
  }

  private SentEvents places(List<Path> files) throws IOException {
    long entries = 0;
    for (Path file : files) {
      entries += Files.size(file) / SentLedger.EVENT;
    }
    int[] runs = new int[Math.toIntExact(entries)];
    long[] packed = new long[runs.length];
    int count = 0;
    for (Path file : files) {
      long inFile = Files.size(file) / SentLedger.EVENT;
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        for (long i = 0; i < inFile; i++) {
          int number = find(new UUID(in.readLong(), in.readLong()));
          EventPlace place =
              new EventPlace(in.readInt(), in.readLong(), in.readInt(), in.readBoolean());
          // An event of a run that was cut off at the end of its ledger is of no run.
          if (number != FREE) {
            runs[count] = number;
            packed[count++] = SentEvents.pack(place);
          }
        }
      }
    }
    return SentEvents.of(Arrays.copyOf(runs, count), Arrays.copyOf(packed, count), size);
  }

  public int size() {
    return size;
  }

  /** The number of a run, from 0; -1 for one that was never sent. */
  public int find(UUID run) {
    return slots[slot(run)];
  }

  public UUID id(int number) {
    return new UUID(ids[2 * number], ids[2 * number + 1]);
  }

  /** Whether this is the digest of what the run must be stored as. */
  public boolean matches(int number, byte[] sha256) {
    int from = SentLedger.DIGEST * number;
    return Arrays.equals(digests, from, from + SentLedger.DIGEST, sha256, 0, SentLedger.DIGEST);
  }

  /** The digest of what the run must be stored as. */
  public byte[] digest(int number) {
    int from = SentLedger.DIGEST * number;
    return Arrays.copyOfRange(digests, from, from + SentLedger.DIGEST);
  }

  /** How many events of a run were sent. */
  public int events(int number) {
    return events[number];
  }

  /** Where their events lie. */
  public SentEvents places() {
    return places;
  }

  /** How many events were sent of all runs together. */
  public long events() {
    return Arrays.stream(events).asLongStream().sum();
  }

  private int slot(UUID id) {
    int mask = slots.length - 1;
    long mixed = (id.getMostSignificantBits() ^ id.getLeastSignificantBits()) * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & mask;
    while (slots[slot] != FREE && !id.equals(id(slots[slot]))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
