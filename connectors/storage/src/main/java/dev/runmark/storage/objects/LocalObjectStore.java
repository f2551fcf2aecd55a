package dev.runmark.storage.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory as a bucket: objects are files, keys their paths below it.
 *
 * <p>An object grows under a hidden name beside its place, is forced to the disk, and gets its name
 * by a hard link, which appears whole or not at all and never replaces another. A crash leaves at
 * most a hidden file. Thread-safe, over processes too.
 */
public final class LocalObjectStore implements ObjectStore, ObjectInventory {

  /** S3's order of keys: by the bytes of their UTF-8. */
  private static final Comparator<StoredObject> BY_KEY =
      (a, b) -> Arrays.compareUnsigned(utf8(a.key()), utf8(b.key()));

  private static final int PAGE = 1000;

  private final Path root;

  private LocalObjectStore(Path root) {
    this.root = root;
  }

  /** Opens a directory, which is made when it is missing. */
  public static LocalObjectStore open(Path directory) throws IOException {
    return new LocalObjectStore(Files.createDirectories(directory).toRealPath());
  }

  @Override
  public String bucket() {
    return root.toString();
  }

  @Override
  public ObjectUpload create(String key) throws IOException {
    return LocalUpload.begin(root, ObjectKey.checked(key));
  }

  @Override
  public void put(String key, byte[] content, int offset, int length) throws IOException {
    ObjectUpload upload = create(key);
    try {
      upload.write(content, offset, ObjectKey.checkedLength(key, length));
      upload.complete();
    } finally {
      upload.abort();
    }
  }

  @Override
  public byte[] read(String key, ByteRange range) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(range.length())];
    try (FileChannel file = FileChannel.open(path(key), StandardOpenOption.READ)) {
      ByteBuffer into = ByteBuffer.wrap(bytes);
      while (into.hasRemaining()) {
        if (file.read(into, range.start() + into.position()) < 0) {
          throw new ObjectTooShortException(
              bucket(), key, range, "it has " + file.size() + " bytes");
        }
      }
    } catch (NoSuchFileException e) {
      throw new ObjectMissingException(bucket(), key);
    }
    return bytes;
  }

  @Override
  public Optional<StoredObject> head(String key) throws IOException {
    Path file = path(key);
    try {
      return Optional.of(describe(file)).filter(object -> Files.isRegularFile(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public Stream<StoredObject> list(String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> named =
          files
              .filter(file -> Files.isRegularFile(file) && key(file).startsWith(prefix))
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .toList();
      Stream.Builder<StoredObject> objects = Stream.builder();
      for (Path file : named) {
        objects.add(describe(file));
      }
      return objects.build().sorted(BY_KEY);
    }
  }

  @Override
  public void delete(String key) throws IOException {
    Files.deleteIfExists(path(key));
  }

  @Override
  public void objects(String prefix, PageReader<StoredObject> pages) throws IOException {
    try (Stream<StoredObject> objects = list(prefix)) {
      read(objects.toList(), pages);
    }
  }

  @Override
  public void uploads(String prefix, PageReader<OpenUpload> pages) throws IOException {
    List<OpenUpload> uploads = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        LocalUpload.of(root, file)
            .filter(upload -> upload.key().startsWith(prefix))
            .ifPresent(uploads::add);
      }
    }
    read(uploads, pages);
  }

  private static <T> void read(List<T> all, PageReader<T> pages) throws IOException {
    for (int from = 0; from < all.size(); from += PAGE) {
      pages.read(all.subList(from, Math.min(from + PAGE, all.size())));
    }
  }

  @Override
  public void delete(List<String> keys) throws IOException {
    keys.forEach(ObjectKey::checked);
    for (String key : keys) {
      delete(key);
    }
  }

  /** The hidden file; an upload that is still written to fails when it completes. */
  @Override
  public void abort(OpenUpload upload) throws IOException {
    LocalUpload.remove(path(upload.key()), upload.id());
  }

  @Override
  public void close() {
    // Nothing is held between calls.
  }

  private Path path(String key) {
    return root.resolve(ObjectKey.checked(key));
  }

  private String key(Path file) {
    return root.relativize(file).toString();
  }

  private StoredObject describe(Path file) throws IOException {
    BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
    return new StoredObject(key(file), facts.size(), facts.lastModifiedTime().toInstant());
  }

  private static byte[] utf8(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
