package dev.runmark.reader.send;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are written once and then read, in memory while they are few, else in a file that goes
 * with this. Owned by one thread.
 */
final class Spool extends OutputStream {

  private static final int BUFFER = 64 << 10;

  private final SpoolSpace space;
  private ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private @Nullable Path file;
  private @Nullable OutputStream out;
  private long onDisk;

  Spool(SpoolSpace space) {
    this.space = space;
  }

  @Override
  public void write(int next) throws IOException {
    write(new byte[] {(byte) next}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    OutputStream disk = out;
    if (disk == null && memory.size() + (long) length <= space.memory()) {
      memory.write(bytes, offset, length);
      return;
    }
    if (disk == null) {
      disk = onDisk();
    }
    take(length);
    disk.write(bytes, offset, length);
  }

  private OutputStream onDisk() throws IOException {
    take(memory.size());
    Path created = Files.createTempFile(space.directory(), "runmark-spool-", ".tmp");
    file = created;
    OutputStream disk = new BufferedOutputStream(Files.newOutputStream(created), BUFFER);
    out = disk;
    memory.writeTo(disk);
    memory = new ByteArrayOutputStream(0);
    return disk;
  }

  private void take(long bytes) throws SendException {
    space.take(bytes);
    onDisk += bytes;
  }

  /** All that was written; nothing more may be. */
  InputStream read() throws IOException {
    if (file == null || out == null) {
      return new ByteArrayInputStream(memory.toByteArray());
    }
    out.close();
    return new BufferedInputStream(Files.newInputStream(file), BUFFER);
  }

  @Override
  public void close() throws IOException {
    space.give(onDisk);
    onDisk = 0;
    try {
      if (out != null) {
        out.close();
      }
    } finally {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    }
  }
}
