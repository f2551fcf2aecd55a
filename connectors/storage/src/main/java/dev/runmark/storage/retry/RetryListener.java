package dev.runmark.storage.retry;

/**
 * Is told of each call that will be made again, before the pause, by the thread that makes it:
 * several at once.
 */
@FunctionalInterface
public interface RetryListener {

  RetryListener NONE = cause -> {};

  void retried(RetryCause cause);
}
