package dev.runmark.reader.send;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are written once and then read once, in memory while they are few, else in a file. On
 * Linux the file has no name from its opening on, so that it goes with the process, however that
 * ends. Owned by one thread.
 */
final class Spool extends OutputStream {

  private static final int BUFFER = 64 << 10;
  private static final Set<StandardOpenOption> OWN =
      EnumSet.of(
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);

  private final SpoolSpace space;
  private ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private @Nullable FileChannel file;
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
    try {
      disk.write(bytes, offset, length);
    } catch (IOException e) {
      throw space.broken(e);
    }
  }

  private OutputStream onDisk() throws IOException {
    take(memory.size());
    Path name = space.directory().resolve("runmark-spool-" + UUID.randomUUID() + ".tmp");
    try {
      FileChannel created =
          FileChannel.open(
              name,
              OWN,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      file = created;
      OutputStream disk = new BufferedOutputStream(Channels.newOutputStream(created), BUFFER);
      out = disk;
      memory.writeTo(disk);
      memory = new ByteArrayOutputStream(0);
      return disk;
    } catch (IOException e) {
      throw space.broken(e);
    }
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
    try {
      out.flush();
      file.position(0);
    } catch (IOException e) {
      throw space.broken(e);
    }
    return new BufferedInputStream(Channels.newInputStream(file), BUFFER);
  }

  @Override
  public void close() throws IOException {
    release();
  }

  /** Gives its disk back before it is closed. */
  void release() throws IOException {
    space.give(onDisk);
    onDisk = 0;
    if (file != null) {
      file.close();
    }
  }
}
