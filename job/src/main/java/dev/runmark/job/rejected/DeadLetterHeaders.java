package dev.runmark.job.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.job.record.RawRecord;
import dev.runmark.job.record.RejectedRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of a dead letter: public names, all values UTF-8 text, the original's headers and key
 * as they came behind a prefix.
 */
final class DeadLetterHeaders {

  private static final String PREFIX = "runmark.";

  /** The original record's headers, in their order, repeated names too. */
  static final String ORIGINAL = PREFIX + "original.header.";

  static final String ORIGINAL_KEY = PREFIX + "original.key";
  static final String SHA256 = PREFIX + "value.sha256";
  static final String SIZE = PREFIX + "value.size";

  private DeadLetterHeaders() {}

  static Headers of(RejectedRecord rejected) {
    RawRecord record = rejected.record();
    Headers headers = new RecordHeaders();
    add(headers, "topic", record.source().topic());
    add(headers, "topic-id", record.source().topicId().toString());
    add(headers, "partition", Integer.toString(record.source().partition()));
    add(headers, "offset", Long.toString(record.offset()));
    add(headers, "index", Integer.toString(rejected.index()));
    add(headers, "reason", rejected.reason().code());
    add(headers, "message", rejected.message());
    add(headers, "time", record.timestamp().toString());
    if (rejected.operation() != null) {
      add(headers, "operation", rejected.operation());
    }
    if (record.key() != null) {
      headers.add(ORIGINAL_KEY, record.key());
    }
    record.headers().forEach(header -> headers.add(ORIGINAL + header.name(), header.value()));
    return headers;
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(PREFIX + name, value.getBytes(UTF_8));
  }
}
