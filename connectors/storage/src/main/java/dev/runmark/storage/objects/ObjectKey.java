package dev.runmark.storage.objects;

import java.nio.charset.StandardCharsets;

/** The grammar of keys: what is a safe relative path on any store, a file system included. */
final class ObjectKey {

  /** S3's own limit, in bytes of UTF-8. */
  private static final int MAX_LENGTH = 1024;

  private ObjectKey() {}

  /**
   * The key itself when it is one: segments joined by single slashes, none of them empty or
   * beginning with a dot, without control characters and backslashes.
   */
  static String checked(String key) {
    int length = key.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "object key: " + length + " bytes, wanted 1 to " + MAX_LENGTH);
    }
    if (key.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\')) {
      throw new IllegalArgumentException(
          "object key of " + length + " bytes: has a control character or a backslash");
    }
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty() || segment.startsWith(".")) {
        throw new IllegalArgumentException(
            "object key '" + key + "': a segment is empty or begins with a dot");
      }
    }
    return key;
  }

  /** The length itself when an object may have it. */
  static int checkedLength(String key, int length) {
    if (length <= 0) {
      throw new IllegalArgumentException(
          "put " + key + ": " + length + " bytes, and no object is empty");
    }
    return length;
  }
}
