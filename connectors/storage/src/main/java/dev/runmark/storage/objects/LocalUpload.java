package dev.runmark.storage.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that grows under a hidden name until it is complete: {@code .<last segment of its
 * key>.<uuid>.part}, so that a listing can tell what it was to become.
 */
final class LocalUpload implements ObjectUpload {

  private static final Pattern HIDDEN =
      Pattern.compile("\\.(.+)\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.part");

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
    Path hidden = hidden(root.resolve(key), UUID.randomUUID().toString());
    Files.createDirectories(Objects.requireNonNull(hidden.getParent()));
    FileChannel file =
        FileChannel.open(hidden, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new LocalUpload(root, key, hidden, file);
  }

  private static Path hidden(Path object, String id) {
    return object.resolveSibling("." + object.getFileName() + "." + id + ".part");
  }

  /** The upload behind a hidden file, or empty when the file is none. */
  static Optional<OpenUpload> of(Path root, Path file) throws IOException {
    Matcher name = HIDDEN.matcher(file.getFileName().toString());
    if (!name.matches()) {
      return Optional.empty();
    }
    try {
      String key = root.relativize(file.resolveSibling(name.group(1))).toString();
      Instant lastWritten = Files.getLastModifiedTime(file).toInstant();
      return Optional.of(new OpenUpload(key, name.group(2), lastWritten));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static void remove(Path object, String id) throws IOException {
    Files.deleteIfExists(hidden(object, id));
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
