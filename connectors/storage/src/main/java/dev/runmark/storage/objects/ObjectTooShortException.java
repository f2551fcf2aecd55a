package dev.runmark.storage.objects;

import java.io.EOFException;

/** An object ends before the range that was asked for. */
public final class ObjectTooShortException extends EOFException {
  private static final long serialVersionUID = 1L;

  public ObjectTooShortException(String bucket, String key, ByteRange range, String why) {
    super(
        String.format(
            "read bytes %d-%d of %s in bucket %s: the object ends before, %s",
            range.start(), range.end() - 1, key, bucket, why));
  }
}
