package dev.runmark.storage.objects;

import java.io.FileNotFoundException;

/** There is no object of that key. */
public final class ObjectMissingException extends FileNotFoundException {
  private static final long serialVersionUID = 1L;

  public ObjectMissingException(String bucket, String key) {
    super("read " + key + ": no such object in " + bucket);
  }
}
