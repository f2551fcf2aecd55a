package dev.runmark.storage.retry;

import java.util.Locale;

/** Why a call is made again. */
public enum RetryCause {
  /** The server asks to be called less often. */
  THROTTLED,
  /** The server failed, or is starting or stopping. */
  SERVER,
  /** No answer, or a connection that broke. */
  NETWORK,
  /** An answer that cannot be. */
  WRONG_ANSWER,
  /** Another transaction was in the way. */
  CONFLICT,
  /** The server has no disk, memory or connection left. */
  RESOURCES;

  /** The value of the label {@code cause}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
