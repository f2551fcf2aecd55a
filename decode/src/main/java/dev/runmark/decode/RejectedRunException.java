package dev.runmark.decode;

import dev.runmark.decode.record.RejectionReason;
import dev.runmark.storage.json.MalformedJsonException;

/**
 * Why a record or an event of it becomes a dead letter. Without a stack trace: a stream of nothing
 * but poison must not cost more than good input.
 */
final class RejectedRunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RejectionReason reason;

  RejectedRunException(RejectionReason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  static RejectedRunException of(MalformedJsonException flaw) {
    String message = String.valueOf(flaw.getMessage());
    return switch (flaw.flaw()) {
      case NOT_UTF8 -> new RejectedRunException(RejectionReason.NOT_UTF8, message);
      case NOT_JSON -> new RejectedRunException(RejectionReason.NOT_JSON, message);
      case DUPLICATE_KEY -> new RejectedRunException(RejectionReason.DUPLICATE_KEY, message);
      case TOO_DEEP -> new RejectedRunException(RejectionReason.TOO_DEEP, message);
      case TOO_LARGE -> new RejectedRunException(RejectionReason.TOO_LARGE, message);
    };
  }

  RejectionReason reason() {
    return reason;
  }
}
