package dev.runmark.job.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RejectedRecord;
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

  /** Stands for the original's headers and key when they alone were too large. */
  static final String DROPPED = PREFIX + "original.dropped";

  static final String SHA256 = PREFIX + "value.sha256";
  static final String SIZE = PREFIX + "value.size";

  static final String TOPIC = PREFIX + "topic";
  static final String TOPIC_ID = PREFIX + "topic-id";
  static final String PARTITION = PREFIX + "partition";
  static final String OFFSET = PREFIX + "offset";
  static final String INDEX = PREFIX + "index";
  static final String REASON = PREFIX + "reason";
  static final String MESSAGE = PREFIX + "message";
  static final String TIME = PREFIX + "time";
  static final String OPERATION = PREFIX + "operation";

  private DeadLetterHeaders() {}

  static Headers of(RejectedRecord rejected) {
    RawRecord record = rejected.record();
    Headers headers = new RecordHeaders();
    add(headers, TOPIC, record.source().topic());
    add(headers, TOPIC_ID, record.source().topicId().toString());
    add(headers, PARTITION, Integer.toString(record.source().partition()));
    add(headers, OFFSET, Long.toString(record.offset()));
    add(headers, INDEX, Integer.toString(rejected.index()));
    add(headers, REASON, rejected.reason().code());
    add(headers, MESSAGE, rejected.message());
    add(headers, TIME, record.timestamp().toString());
    if (rejected.operation() != null) {
      add(headers, OPERATION, rejected.operation());
    }
    if (record.key() != null) {
      headers.add(ORIGINAL_KEY, record.key());
    }
    record.headers().forEach(header -> headers.add(ORIGINAL + header.name(), header.value()));
    return headers;
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }
}
