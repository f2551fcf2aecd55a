package dev.runmark.storage.json;

/**
 * What a scanned document may not exceed.
 *
 * @param depth how deep objects and arrays may nest; an object without containers has depth 1
 * @param numberBytes length of one number as written
 * @param stringBytes length of one string as written, without its quotes
 * @param keys how many keys there may be between two {@link JsonScanner#reset}s, at all levels
 *     together
 */
public record JsonLimits(int depth, int numberBytes, int stringBytes, int keys) {

  /** For documents that were checked when they came in. */
  public static final JsonLimits STORED =
      new JsonLimits(10_000, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

  public JsonLimits {
    if (depth < 1 || numberBytes < 1 || stringBytes < 1 || keys < 1) {
      throw new IllegalArgumentException(
          "JSON limits: depth "
              + depth
              + ", number bytes "
              + numberBytes
              + ", string bytes "
              + stringBytes
              + ", keys "
              + keys
              + ": none may be below 1");
    }
  }
}
