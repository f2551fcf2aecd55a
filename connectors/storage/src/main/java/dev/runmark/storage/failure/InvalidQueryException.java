package dev.runmark.storage.failure;

/** One parameter of a query is not what it may be. The message never quotes it. */
public final class InvalidQueryException extends InvalidRequestException {
  private static final long serialVersionUID = 1L;

  private final String parameter;
  private final String why;

  public InvalidQueryException(String parameter, String why) {
    super(parameter + ": " + why);
    this.parameter = parameter;
    this.why = why;
  }

  /** Its name: the component of the query's record. */
  public String parameter() {
    return parameter;
  }

  /** The message without the name, for those who call it otherwise. */
  public String why() {
    return why;
  }
}
