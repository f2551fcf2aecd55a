package dev.runmark.job.kafka;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * Reading must not begin where the job would begin: records would be skipped or stored again. Ends
 * the job whatever its restart strategy, since trying again changes nothing: an operator decides.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class PositionRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PositionRefusedException(String message) {
    super(message);
  }
}
