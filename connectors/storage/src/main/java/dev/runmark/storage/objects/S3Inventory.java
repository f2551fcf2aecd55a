package dev.runmark.storage.objects;

import dev.runmark.storage.objects.ObjectInventory.PageReader;
import dev.runmark.storage.objects.S3Calls.WrongAnswerException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/**
 * The calls that clear a bucket, and the listings for it.
 *
 * <p>Keys are listed URL-encoded, since XML cannot hold all that a foreign key may. A listing that
 * does not say whether it ends is none: an error document with status 200 would else look like an
 * empty bucket.
 */
final class S3Inventory {

  /** S3's own limit for one request. */
  private static final int KEYS_PER_REQUEST = 1000;

  private static final String NO_SUCH_KEY = "NoSuchKey";

  private final S3Client client;
  private final String bucket;
  private final int pageSize;
  private final S3Calls calls;

  S3Inventory(S3Client client, S3Options options, S3Calls calls) {
    this.client = client;
    this.bucket = options.bucket();
    this.pageSize = options.transfer().listPageSize();
    this.calls = calls;
  }

  void objects(String prefix, PageReader<StoredObject> pages) throws IOException {
    String token = null;
    do {
      ListObjectsV2Response page = objectPage(prefix, token);
      pages.read(
          page.contents().stream()
              .map(o -> new StoredObject(o.key(), o.size(), o.lastModified()))
              .toList());
      token = page.isTruncated() ? page.nextContinuationToken() : null;
    } while (token != null);
  }

  private ListObjectsV2Response objectPage(String prefix, @Nullable String token)
      throws IOException {
    return calls.run(
        "list",
        prefix,
        doubtful -> {
          ListObjectsV2Response page =
              client.listObjectsV2(
                  to ->
                      to.bucket(bucket)
                          .prefix(prefix)
                          .maxKeys(pageSize)
                          .encodingType(EncodingType.URL)
                          .continuationToken(token));
          requireEnd(page.isTruncated(), page.nextContinuationToken());
          return page;
        });
  }

  void uploads(String prefix, PageReader<OpenUpload> pages) throws IOException {
    ListMultipartUploadsResponse page = null;
    do {
      page = uploadPage(prefix, page);
      pages.read(
          page.uploads().stream()
              .map(u -> new OpenUpload(u.key(), u.uploadId(), u.initiated()))
              .toList());
    } while (page.isTruncated());
  }

  private ListMultipartUploadsResponse uploadPage(
      String prefix, @Nullable ListMultipartUploadsResponse before) throws IOException {
    return calls.run(
        "list uploads of",
        prefix,
        doubtful -> {
          ListMultipartUploadsResponse page =
              client.listMultipartUploads(
                  to ->
                      to.bucket(bucket)
                          .prefix(prefix)
                          .maxUploads(pageSize)
                          .encodingType(EncodingType.URL)
                          .keyMarker(before == null ? null : before.nextKeyMarker())
                          .uploadIdMarker(before == null ? null : before.nextUploadIdMarker()));
          requireEnd(page.isTruncated(), page.nextKeyMarker());
          return page;
        });
  }

  /** Refuses a page after which nobody knows whether the listing is whole. */
  static void requireEnd(@Nullable Boolean truncated, @Nullable String next)
      throws WrongAnswerException {
    if (truncated == null || (truncated && next == null)) {
      throw new WrongAnswerException(
          "the listing does not say " + (truncated == null ? "whether" : "where") + " it goes on");
    }
  }

  void delete(List<String> keys) throws IOException {
    for (int from = 0; from < keys.size(); from += KEYS_PER_REQUEST) {
      deleteBatch(keys.subList(from, Math.min(from + KEYS_PER_REQUEST, keys.size())));
    }
  }

  /** Asks for a word about each key: a quiet answer would be the same as a lost one. */
  private void deleteBatch(List<String> keys) throws IOException {
    Set<String> left = new LinkedHashSet<>(keys);
    calls.run(
        "delete " + keys.size() + " objects from",
        keys.get(0),
        doubtful -> {
          List<ObjectIdentifier> wanted =
              left.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
          DeleteObjectsResponse answer =
              client.deleteObjects(
                  to -> to.bucket(bucket).delete(which -> which.objects(wanted).quiet(false)));
          answer.deleted().stream().map(DeletedObject::key).forEach(left::remove);
          String reason = failed(answer.errors(), left);
          if (!left.isEmpty()) {
            throw new WrongAnswerException(
                String.format(
                    "%d of %d keys not deleted, the first %s: %s",
                    left.size(), keys.size(), left.iterator().next(), reason));
          }
          return answer;
        });
  }

  /** What the store says of one key that is left; throws when it says so for good. */
  private String failed(List<S3Error> errors, Set<String> left) throws IOException {
    String reason = "the answer does not name it";
    for (S3Error error : errors) {
      if (NO_SUCH_KEY.equals(error.code())) {
        left.remove(error.key());
        continue;
      }
      reason = error.code() + " (" + error.message() + ")";
      if (!S3Errors.passes(String.valueOf(error.code()))) {
        throw new IOException(
            String.format(
                "delete %s in bucket %s: %s; %d of the same request failed",
                error.key(), bucket, reason, errors.size()));
      }
    }
    return reason;
  }
}
