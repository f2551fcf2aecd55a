package dev.runmark.quickstart.check;

import java.io.IOException;

/** Who asks may not see what an audit must see. */
public final class NotAllowedException extends IOException {
  private static final long serialVersionUID = 1L;

  NotAllowedException(String message) {
    super(message);
  }
}
