package dev.runmark.quickstart.check.sort;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One sorted file while it is read; it is deleted when it is closed. */
final class SortedFile implements AutoCloseable, Comparable<SortedFile> {

  private static final int BUFFER = 16 << 10;

  private final Path file;
  private final DataInputStream in;
  private long left;
  private @Nullable Keyed next;

  private SortedFile(Path file, DataInputStream in) throws IOException {
    this.file = file;
    this.in = in;
    this.left = in.readLong();
  }

  static SortedFile open(Path file) throws IOException {
    SortedFile opened =
        new SortedFile(
            file, new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER)));
    opened.advance();
    return opened;
  }

  /** A new file, to be told first how many entries follow. */
  static DataOutputStream create(Path file, long entries) throws IOException {
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
    out.writeLong(entries);
    return out;
  }

  /** Of how many entries, those that were taken included when it was just opened. */
  static long count(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      return in.readLong();
    }
  }

  /** The entry that is taken next; null at the end. */
  @Nullable Keyed peek() {
    return next;
  }

  void advance() throws IOException {
    next = left == 0 ? null : Keyed.read(in);
    left--;
  }

  @Override
  public int compareTo(SortedFile other) {
    if (next == null || other.next == null) {
      throw new IllegalStateException("a file at its end is not compared");
    }
    return next.compareTo(other.next);
  }

  @Override
  public void close() throws IOException {
    in.close();
    Files.deleteIfExists(file);
  }
}
