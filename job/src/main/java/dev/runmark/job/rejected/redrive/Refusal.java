package dev.runmark.job.rejected.redrive;

/** Why a dead letter is not sent again. */
public enum Refusal {
  CUT("its value was cut to what the dead-letter topic took: the whole is not here"),
  STRIPPED("the original's key and headers were too large to be kept: its tenant is not known"),
  OPERATION_UNKNOWN("the record names no known operation for it: it would become a create"),
  TOPIC_NOT_READ("its topic is not among kafka.topics: nobody would read it"),
  TOPIC_GONE("its topic does not exist any more"),
  TOPIC_CREATED_AGAIN("its topic was deleted and created again since"),
  PARTITION_GONE("its partition does not exist"),
  TOO_LARGE("with the headers of its origin it is larger than its topic takes");

  private final String why;

  Refusal(String why) {
    this.why = why;
  }

  public String why() {
    return why;
  }
}
