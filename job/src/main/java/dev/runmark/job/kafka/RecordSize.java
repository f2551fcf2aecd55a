package dev.runmark.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** How large a record is for producer and broker, uncompressed. */
public final class RecordSize {

  /** The batch's 61 bytes and the record's own varints, none longer than 5 bytes, rounded up. */
  public static final int BATCH_OVERHEAD = 128;

  /** Two lengths as varints. */
  private static final int HEADER_OVERHEAD = 10;

  private RecordSize() {}

  /** No less than what they count for the record in a batch of its own. */
  public static int atMost(byte @Nullable [] key, byte[] value, Headers headers) {
    int size = BATCH_OVERHEAD + (key == null ? 0 : key.length) + value.length;
    for (Header header : headers) {
      byte[] content = header.value();
      size +=
          HEADER_OVERHEAD
              + header.key().getBytes(UTF_8).length
              + (content == null ? 0 : content.length);
    }
    return size;
  }
}
