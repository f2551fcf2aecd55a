package dev.runmark.decode.record;

/** What an event does to its run. The code is stored: never change or reuse one. */
public enum Operation {
  /** The run begins, perhaps ends as well. */
  CREATE(0, "create"),
  /** More of a run that was created before, or will be. */
  PATCH(1, "patch"),
  /** The whole run: nothing that came before it counts. */
  COMPLETE(2, "complete");

  private final int code;
  private final String word;

  Operation(int code, String word) {
    this.code = code;
    this.word = word;
  }

  public int code() {
    return code;
  }

  /** As it stands in headers and messages. */
  public String word() {
    return word;
  }

  public static Operation ofCode(int code) {
    for (Operation operation : values()) {
      if (operation.code == code) {
        return operation;
      }
    }
    throw new IllegalArgumentException("operation code " + code + ": known are 0, 1 and 2");
  }
}
