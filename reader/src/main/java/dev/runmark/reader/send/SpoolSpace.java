package dev.runmark.reader.send;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The disk that all spools of a process share.
 *
 * @param memory bytes of a spool that need no disk
 * @param disk bytes of all spools together on disk
 */
record SpoolSpace(Path directory, long memory, long disk, AtomicLong used) {

  SpoolSpace(Path directory, long memory, long disk) {
    this(directory, memory, disk, new AtomicLong());
  }

  void take(long bytes) throws SendException {
    if (used.addAndGet(bytes) > disk) {
      used.addAndGet(-bytes);
      throw new SendException(
          SendException.Kind.BUSY, "spool a body: the " + disk + " bytes of disk are in use", null);
    }
  }

  /** What the file system refuses is told with the place that someone must look at. */
  SendException broken(IOException why) {
    return new SendException(
        SendException.Kind.NO_DISK, "spool a body in " + directory + ": " + why, why);
  }

  void give(long bytes) {
    used.addAndGet(-bytes);
  }
}
