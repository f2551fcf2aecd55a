package dev.runmark.quickstart.check.sort;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes entries in any order and gives them back key by key: an external merge sort.
 *
 * <p>Memory: what it was given, then the buffers of {@value #FAN_IN} files of 16 KiB each, and the
 * entries of one key. Disk: the entries, for a moment twice as much where many files become few.
 * Used by one thread: first {@link #add}, then once {@link #forEach}.
 */
public final class ByKey implements AutoCloseable {

  private static final int FAN_IN = 128;

  private final Path directory;
  private final long memory;
  private final List<Keyed> gathered = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private long size;
  private int named;

  /** Receives all entries of one key. */
  @FunctionalInterface
  public interface Groups {
    void next(UUID key, List<byte[]> entries) throws IOException;
  }

  /**
   * @param directory of its own
   * @param memory bytes to gather before they are written to a file
   */
  public ByKey(Path directory, long memory) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.memory = memory;
  }

  public void add(UUID key, byte[] entry) throws IOException {
    gathered.add(new Keyed(key.getMostSignificantBits(), key.getLeastSignificantBits(), entry));
    size += entry.length + Keyed.OVERHEAD;
    if (size >= memory) {
      spill();
    }
  }

  /** Every key once, in order; what was added is gone then. */
  public void forEach(Groups groups) throws IOException {
    if (!gathered.isEmpty()) {
      spill();
    }
    while (files.size() > FAN_IN) {
      List<Path> some = files.subList(0, FAN_IN);
      Path merged = merged(List.copyOf(some));
      some.clear();
      files.add(merged);
    }
    try (Merge merge = new Merge(List.copyOf(files))) {
      files.clear();
      group(merge, groups);
    }
  }

  private static void group(Merge merge, Groups groups) throws IOException {
    List<byte[]> entries = new ArrayList<>();
    Keyed key = null;
    for (Keyed entry = merge.next(); entry != null; entry = merge.next()) {
      if (key != null && !key.sameKey(entry)) {
        groups.next(key.key(), List.copyOf(entries));
        entries.clear();
      }
      key = entry;
      entries.add(entry.bytes());
    }
    if (key != null) {
      groups.next(key.key(), List.copyOf(entries));
    }
  }

  private void spill() throws IOException {
    gathered.sort(null);
    Path file = newFile();
    try (DataOutputStream out = SortedFile.create(file, gathered.size())) {
      for (Keyed entry : gathered) {
        entry.write(out);
      }
    }
    files.add(file);
    gathered.clear();
    size = 0;
  }

  private Path merged(List<Path> some) throws IOException {
    long entries = 0;
    for (Path file : some) {
      entries += SortedFile.count(file);
    }
    Path file = newFile();
    try (Merge merge = new Merge(some);
        DataOutputStream out = SortedFile.create(file, entries)) {
      for (Keyed entry = merge.next(); entry != null; entry = merge.next()) {
        entry.write(out);
      }
    }
    return file;
  }

  private Path newFile() {
    return directory.resolve(named++ + ".sorted");
  }

  /** Several sorted files read as one. */
  private static final class Merge implements AutoCloseable {

    private final List<SortedFile> opened = new ArrayList<>();
    private final PriorityQueue<SortedFile> queue = new PriorityQueue<>();

    Merge(List<Path> files) throws IOException {
      for (Path path : files) {
        SortedFile file = SortedFile.open(path);
        opened.add(file);
        enqueue(file);
      }
    }

    private void enqueue(SortedFile file) {
      if (file.peek() != null) {
        queue.add(file);
      }
    }

    @Nullable Keyed next() throws IOException {
      SortedFile first = queue.poll();
      if (first == null) {
        return null;
      }
      Keyed entry = first.peek();
      first.advance();
      enqueue(first);
      return entry;
    }

    @Override
    public void close() throws IOException {
      for (SortedFile file : opened) {
        file.close();
      }
    }
  }

  /** Removes what {@link #forEach} did not take. */
  @Override
  public void close() throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(directory);
  }
}
