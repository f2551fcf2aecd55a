package dev.runmark.storage.query;

/** The order of a list, by time; rows without one stand at its end in both. */
public enum Order {
  NEWEST_FIRST,
  OLDEST_FIRST
}
