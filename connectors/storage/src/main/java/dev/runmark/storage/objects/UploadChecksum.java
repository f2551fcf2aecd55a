package dev.runmark.storage.objects;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * What travels with every upload so that the server refuses bytes that changed on their way.
 *
 * <p>All are computed beforehand and sent as a plain header: trailers, the SDK's own way, are
 * refused by many S3-compatible servers. {@link #CRC32C} is the default, since processors compute
 * it in hardware and S3 stores it with the object; {@link #MD5} is understood by every server but
 * has no such help; {@link #NONE} is for a server that refuses both.
 */
public enum UploadChecksum {
  CRC32C,
  MD5,
  NONE;

  /** CRC-32C of a slice, big-endian, in Base64: the value of {@code x-amz-checksum-crc32c}. */
  static String crc32c(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    byte[] value = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(value);
  }

  /** MD5 of a slice in Base64: the value of {@code Content-MD5}. */
  static String md5(byte[] bytes, int offset, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(bytes, offset, length);
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
