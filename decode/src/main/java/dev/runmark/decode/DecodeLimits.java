package dev.runmark.decode;

import dev.runmark.storage.json.JsonLimits;
import java.io.Serializable;

/**
 * What a record may not exceed; beyond it is a dead letter.
 *
 * @param documentBytes size of a record's value
 * @param stringBytes size of one string as written
 * @param depth how deep a run may nest, itself included
 * @param numberDigits length of one number as written
 * @param keys how many keys a record may have, at all levels together
 * @param events how many events a record may carry
 */
public record DecodeLimits(
    int documentBytes, int stringBytes, int depth, int numberDigits, int keys, int events)
    implements Serializable {

  private static final int MEBIBYTE = 1 << 20;
  private static final int MAX_DEPTH = 10_000;

  public static final DecodeLimits DEFAULT =
      new DecodeLimits(32 * MEBIBYTE, 32 * MEBIBYTE, 500, 1_000, 1_000_000, 100_000);

  public DecodeLimits {
    check("document bytes", documentBytes, Integer.MAX_VALUE - 1024);
    check("string bytes", stringBytes, Integer.MAX_VALUE);
    check("depth", depth, MAX_DEPTH);
    check("number digits", numberDigits, Integer.MAX_VALUE);
    check("keys", keys, 100_000_000);
    check("events", events, 10_000_000);
  }

  private static void check(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "decode limit " + name + ": " + value + ", wanted 1 to " + max);
    }
  }

  JsonLimits json() {
    return new JsonLimits(depth, numberDigits, stringBytes, keys);
  }
}
