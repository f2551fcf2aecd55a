package dev.runmark.storage.objects;

import java.io.IOException;

/** There is an object of that key already; it was left as it is. */
public final class ObjectExistsException extends IOException {
  private static final long serialVersionUID = 1L;

  public ObjectExistsException(String bucket, String key) {
    super("write " + key + ": there is such an object in " + bucket + ", and none is overwritten");
  }
}
