package dev.runmark.quickstart.check.topic;

/** What an event does to its run. */
public enum Operation {
  CREATE,
  PATCH,
  COMPLETE
}
