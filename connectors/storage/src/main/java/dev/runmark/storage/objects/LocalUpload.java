package dev.runmark.storage.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;

/** A file that grows under a hidden name until it is complete. */
final class LocalUpload implements ObjectUpload {

  private final Path root;
  private final String key;
  private final Path hidden;
  private final FileChannel file;

  private LocalUpload(Path root, String key, Path hidden, FileChannel file) {
    this.root = root;
    this.key = key;
    this.hidden = hidden;
    this.file = file;
  }

  static LocalUpload begin(Path root, String key) throws IOException {
    Path hidden = root.resolve(key).resolveSibling("." + UUID.randomUUID() + ".part");
    Files.createDirectories(Objects.requireNonNull(hidden.getParent()));
    FileChannel file =
        FileChannel.open(hidden, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new LocalUpload(root, key, hidden, file);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    requireOpen();
    ByteBuffer from = ByteBuffer.wrap(bytes, offset, length);
    while (from.hasRemaining()) {
      file.write(from);
    }
  }

  @Override
  public long complete() throws IOException {
    requireOpen();
    long length = file.size();
    if (length == 0) {
      throw new IllegalStateException("complete " + key + ": nothing was written");
    }
    file.force(true);
    try {
      Files.createLink(root.resolve(key), hidden);
    } catch (FileAlreadyExistsException e) {
      throw new ObjectExistsException(root.toString(), key);
    }
    file.close();
    Files.delete(hidden);
    forceFolders();
    return length;
  }

  /** A new name is on the disk only when its folder is, and a new folder when its own one is. */
  private void forceFolders() throws IOException {
    Path folder = root.resolve(key).getParent();
    while (folder != null && folder.startsWith(root)) {
      try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
        opened.force(true);
      }
      folder = folder.getParent();
    }
  }

  @Override
  public void abort() {
    try {
      if (file.isOpen()) {
        file.close();
        Files.deleteIfExists(hidden);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("abort upload of " + key + " in " + root, e);
    }
  }

  private void requireOpen() {
    if (!file.isOpen()) {
      throw new IllegalStateException("write " + key + ": the upload was completed or aborted");
    }
  }
}
