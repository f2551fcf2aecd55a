package dev.runmark.job.doctor;

import dev.runmark.job.doctor.Check.Result;
import dev.runmark.options.S3Options;
import dev.runmark.options.StorageOptions;
import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.ObjectExistsException;
import dev.runmark.storage.objects.ObjectUpload;
import dev.runmark.storage.objects.S3ObjectStore;
import dev.runmark.storage.objects.S3Transfer;
import dev.runmark.storage.objects.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The bucket, by what the job does with it, on objects of its own: {@code <prefix>/doctor-<uuid>},
 * which no sweep takes for a part and no reader looks at.
 */
final class ObjectChecks {

  private static final String BUCKET = "s3 bucket";
  private static final String OBJECTS = "s3 objects";
  private static final int PIECE = 5 << 20;
  private static final Duration CLOCK = Duration.ofMinutes(1);
  private static final S3Transfer IMPATIENT =
      S3Transfer.DEFAULT
          .withPieces(PIECE, 1)
          .withTimes(Duration.ofSeconds(3), Duration.ofSeconds(10));

  private final S3Options options;

  ObjectChecks(S3Options options) {
    this.options = options;
  }

  List<Check> all() {
    return List.of(
        new Check(BUCKET, null, () -> with(this::list)),
        new Check(OBJECTS, BUCKET, () -> with(this::objects)),
        new Check("s3 overwriting", OBJECTS, () -> with(this::overwriting)),
        new Check("s3 clock", OBJECTS, () -> with(this::clock)),
        new Check("s3 uploads in pieces", OBJECTS, () -> with(this::pieces)),
        new Check("s3 sweeping", OBJECTS, () -> with(this::sweeping)));
  }

  private interface Use {
    Result of(S3ObjectStore store, String probe) throws IOException;
  }

  private Result with(Use use) throws IOException {
    String probe = options.prefix() + "/doctor-" + UUID.randomUUID();
    try (S3ObjectStore store = S3ObjectStore.open(StorageOptions.of(options).with(IMPATIENT))) {
      return use.of(store, probe);
    }
  }

  private Result list(S3ObjectStore store, String probe) throws IOException {
    store.list(probe).close();
    String where = options.endpoint() == null ? "AWS" : String.valueOf(options.endpoint());
    return Result.ok(options.bucket() + " at " + where + ", can be listed");
  }

  private Result objects(S3ObjectStore store, String probe) throws IOException {
    byte[] content = new byte[1000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31);
    }
    try {
      store.put(probe, content, 0, content.length);
      byte[] range = store.read(probe, new ByteRange(10, 20));
      if (!Arrays.equals(range, Arrays.copyOfRange(content, 10, 20))) {
        return Result.fail("a range of an object has other bytes than were put there");
      }
    } finally {
      store.delete(probe);
    }
    return store.head(probe).isPresent()
        ? Result.fail("an object is still there after its deletion")
        : Result.ok("can be put, read by range (206) and deleted under " + options.prefix() + "/");
  }

  private Result overwriting(S3ObjectStore store, String probe) throws IOException {
    byte[] content = {1};
    try {
      store.put(probe, content, 0, 1);
      store.put(probe, content, 0, 1);
      return Result.warn(
          "If-None-Match is not honoured: nothing but its random name keeps a part from being"
              + " overwritten");
    } catch (ObjectExistsException e) {
      return Result.ok("an object is not overwritten (If-None-Match)");
    } finally {
      store.delete(probe);
    }
  }

  private Result clock(S3ObjectStore store, String probe) throws IOException {
    try {
      Instant now = Instant.now();
      store.put(probe, new byte[] {1}, 0, 1);
      Optional<StoredObject> stored = store.head(probe);
      return stored.isEmpty()
          ? Result.fail("an object that was put is not there")
          : clock(Duration.between(now, stored.get().lastModified()));
    } finally {
      store.delete(probe);
    }
  }

  static Result clock(Duration ahead) {
    String text =
        "its clock is "
            + ahead.abs().toSeconds()
            + " s "
            + (ahead.isNegative() ? "behind" : "ahead");
    return ahead.abs().compareTo(CLOCK) > 0
        ? Result.warn(text + " of this machine's: set one of them right (NTP)")
        : Result.ok("its clock is within " + CLOCK.toSeconds() + " s of this machine's");
  }

  private Result pieces(S3ObjectStore store, String probe) throws IOException {
    byte[] content = new byte[PIECE + 1];
    ObjectUpload upload = store.create(probe);
    try {
      upload.write(content, 0, content.length);
      long length = upload.complete();
      return Result.ok(length + " bytes in two pieces");
    } finally {
      upload.abort();
      store.delete(probe);
    }
  }

  private Result sweeping(S3ObjectStore store, String probe) throws IOException {
    store.uploads(probe, none -> {});
    store.delete(List.of(probe, probe + "-other"));
    return Result.ok("open uploads can be listed, objects deleted in batches");
  }
}
