package dev.runmark.reader.send;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Runs were not sent, or it is not known whether they were: {@link Kind#UNKNOWN}. */
public final class SendException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Whose turn it is. */
  public enum Kind {
    /** There is no run in it. */
    EMPTY,
    /** It cannot be decompressed. */
    UNREADABLE,
    /** More bytes than a body may have. */
    TOO_LARGE,
    /** A run that the job would not store; {@link #index()} says which. */
    REFUSED,
    /** The tenant may not be written: the job does not take its name from the records. */
    FORBIDDEN,
    /** No disk of what there may be or no producer is free; later there may be. */
    BUSY,
    /** The file system takes no bodies: full, or not there. Someone must act. */
    NO_DISK,
    /** Kafka cannot be reached, or is too slow. Nothing was stored. */
    AWAY,
    /** Kafka did not answer the commit: all are stored, or none. */
    UNKNOWN
  }

  private final Kind kind;
  private final int index;
  private final int event;
  private final @Nullable String reason;

  SendException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.index = -1;
    this.event = -1;
    this.reason = null;
  }

  private SendException(int index, int event, String reason, String message) {
    super("run " + index + (event > 0 ? ", event " + event : "") + ": " + message);
    this.kind = Kind.REFUSED;
    this.index = index;
    this.event = event;
    this.reason = reason;
  }

  static SendException refused(int index, String reason, String message) {
    return new SendException(index, -1, reason, message);
  }

  /**
   * @param event which one inside the element, from 0, as it stands there; -1: the element
   */
  static SendException refused(int index, int event, String reason, String message) {
    return new SendException(index, event, reason, message);
  }

  public Kind kind() {
    return kind;
  }

  /** Which of the runs is refused, from 0; -1 when none of them is to blame. */
  public int index() {
    return index;
  }

  /** Which event inside that, when it is a batch, from 0; -1 when it is not of one. */
  public int event() {
    return event;
  }

  /** The code of a refused run's flaw, as dead letters have it; null without one. */
  public @Nullable String reason() {
    return reason;
  }
}
