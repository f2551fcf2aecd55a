package dev.runmark.quickstart.check;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that everything here is compared by. */
public final class Sha256 {

  static final int LENGTH = 32;

  private Sha256() {}

  public static byte[] of(byte[] bytes) {
    return digest().digest(bytes);
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
