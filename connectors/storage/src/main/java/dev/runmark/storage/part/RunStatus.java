package dev.runmark.storage.part;

/** How far a run is, where a line tells. The code is stored: never change or reuse one. */
public enum RunStatus {
  PENDING(0),
  SUCCESS(1),
  ERROR(2);

  private final int code;

  RunStatus(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  public static RunStatus ofCode(int code) {
    for (RunStatus status : values()) {
      if (status.code == code) {
        return status;
      }
    }
    throw new IllegalArgumentException("status code " + code + ": known are 0, 1 and 2");
  }
}
