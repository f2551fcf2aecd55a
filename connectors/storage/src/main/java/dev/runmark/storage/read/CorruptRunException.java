package dev.runmark.storage.read;

import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.part.RunKey;
import java.io.IOException;

/** What lies at a line's place is not that line: never handed out, always reported. */
public final class CorruptRunException extends IOException {
  private static final long serialVersionUID = 1L;

  CorruptRunException(RunKey key, LineLocation line, String why) {
    super(message(key, line, why));
  }

  CorruptRunException(RunKey key, LineLocation line, Throwable cause) {
    super(message(key, line, String.valueOf(cause.getMessage())), cause);
  }

  private static String message(RunKey key, LineLocation line, String why) {
    return "read run "
        + key.run()
        + " from part "
        + line.part()
        + ", bytes "
        + line.place().frame()
        + ": "
        + why;
  }
}
