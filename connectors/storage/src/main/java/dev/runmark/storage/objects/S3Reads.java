package dev.runmark.storage.objects;

import dev.runmark.storage.objects.S3Calls.WrongAnswerException;
import dev.runmark.storage.tracing.Spans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The calls that change nothing: range reads, heads, listings. */
final class S3Reads {

  private static final AttributeKey<String> KEY = AttributeKey.stringKey("runmark.key");
  private static final AttributeKey<Long> BYTES = AttributeKey.longKey("runmark.bytes");
  private static final int NOT_FOUND = 404;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final S3Client client;
  private final S3RangeGets ranges;
  private final String bucket;
  private final int listPageSize;
  private final S3Calls calls;

  S3Reads(S3Client client, S3RangeGets ranges, S3Options options, S3Calls calls) {
    this.client = client;
    this.ranges = ranges;
    this.bucket = options.bucket();
    this.listPageSize = options.transfer().listPageSize();
    this.calls = calls;
  }

  /** The bytes of the range, and only when the answer says that it is that range. */
  byte[] read(String key, ByteRange range) throws IOException {
    Span span = Spans.child("GET", SpanKind.CLIENT);
    span.setAttribute(KEY, key).setAttribute(BYTES, range.length());
    try {
      return got(key, range);
    } finally {
      span.end();
    }
  }

  private byte[] got(String key, ByteRange range) throws IOException {
    return calls.run(
        "read " + range.toHeader() + " of",
        key,
        doubtful -> {
          try {
            return checked(ranges.get(key, range), key, range);
          } catch (NoSuchKeyException e) {
            throw new ObjectMissingException(bucket, key);
          } catch (S3Exception e) {
            if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
              throw new ObjectTooShortException(bucket, key, range, S3Errors.describe(e));
            }
            throw e;
          }
        });
  }

  private byte[] checked(S3RangeGets.Answer answer, String key, ByteRange range)
      throws IOException {
    String wanted = "bytes " + range.start() + "-" + (range.end() - 1) + "/";
    String got = answer.contentRange();
    if (answer.status() == PARTIAL_CONTENT && got != null) {
      if (got.startsWith(wanted) && answer.bytes().length == range.length()) {
        return answer.bytes();
      }
      if (endsBefore(got, range.end())) {
        throw new ObjectTooShortException(bucket, key, range, "answer is " + got);
      }
    }
    throw new WrongAnswerException(
        String.format(
            "status %d, content range %s, %d bytes; wanted 206, %s…, %d bytes",
            answer.status(), got, answer.bytes().length, wanted, range.length()));
  }

  /** Whether the object's size, which follows the slash, leaves no hope for the range. */
  private static boolean endsBefore(String contentRange, long end) {
    String size = contentRange.substring(contentRange.indexOf('/') + 1);
    return size.matches("\\d{1,18}") && Long.parseLong(size) < end;
  }

  Optional<StoredObject> head(String key) throws IOException {
    return calls.run(
        "head",
        key,
        doubtful -> {
          try {
            HeadObjectResponse head = client.headObject(to -> to.bucket(bucket).key(key));
            return Optional.of(stored(key, head.contentLength(), head.lastModified()));
          } catch (S3Exception e) {
            // An answer to HEAD has no body and so no code to tell a missing bucket by.
            if (e.statusCode() == NOT_FOUND) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** All pages, each fetched when the one before is used up; the first one now. */
  Stream<StoredObject> list(String prefix) throws IOException {
    ListObjectsV2Response first = page(prefix, null);
    return Stream.iterate(first, page -> page != null, page -> following(prefix, page))
        .flatMap(page -> objects(page).stream());
  }

  private @Nullable ListObjectsV2Response following(String prefix, ListObjectsV2Response page) {
    if (!page.isTruncated()) {
      return null;
    }
    try {
      return page(prefix, page.nextContinuationToken());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ListObjectsV2Response page(String prefix, @Nullable String token) throws IOException {
    return calls.run(
        "list",
        prefix,
        doubtful -> {
          ListObjectsV2Response page =
              client.listObjectsV2(
                  to ->
                      to.bucket(bucket)
                          .prefix(prefix)
                          .maxKeys(listPageSize)
                          .continuationToken(token));
          S3Inventory.requireEnd(page.isTruncated(), page.nextContinuationToken());
          return page;
        });
  }

  private static List<StoredObject> objects(ListObjectsV2Response page) {
    return page.contents().stream()
        .map(object -> stored(object.key(), object.size(), object.lastModified()))
        .toList();
  }

  private static StoredObject stored(String key, Long length, Instant lastModified) {
    return new StoredObject(key, length, lastModified);
  }
}
