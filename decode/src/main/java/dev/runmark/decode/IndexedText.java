package dev.runmark.decode;

import dev.runmark.decode.record.RejectionReason;
import dev.runmark.storage.json.EscapedText;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.json.TextCache;
import dev.runmark.storage.json.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Texts that go into index columns: no NUL (PostgreSQL refuses it, and with it a whole COPY), no
 * lone surrogates (two ids would become one {@code ?}), and bounded (so does a btree entry over
 * 2,704 bytes).
 */
final class IndexedText {

  /** Of names, projects and tenants. */
  static final int MAX_CODE_POINTS = 256;

  /** Of run types. */
  static final int MAX_RUN_TYPE = 64;

  /** The longest escape of a code point: a pair of surrogates. */
  private static final int MAX_ESCAPE = 12;

  private final TextCache cache = new TextCache();

  /** The text of a field; refused when it is longer than so many code points. */
  String bounded(KnownField field, Slice inside, int maxCodePoints) {
    if (inside.length() > maxCodePoints * MAX_ESCAPE) {
      throw tooLong(field.text(), maxCodePoints);
    }
    String text = text(field, inside);
    if (text.length() > maxCodePoints && text.codePointCount(0, text.length()) > maxCodePoints) {
      throw tooLong(field.text(), maxCodePoints);
    }
    return text;
  }

  /** The text of a field, cut behind so many code points. */
  String cut(KnownField field, Slice inside, int maxCodePoints) {
    String text = text(field, inside);
    if (text.length() <= maxCodePoints || text.codePointCount(0, text.length()) <= maxCodePoints) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, maxCodePoints));
  }

  /** A tenant as it stands in a record header: checked UTF-8 without control characters. */
  String tenant(byte @Nullable [] header) {
    if (header == null || header.length == 0) {
      throw invalid("header " + TenantPolicy.HEADER + ": empty");
    }
    if (header.length > MAX_CODE_POINTS) {
      throw new RejectedRunException(
          RejectionReason.INVALID_FIELD,
          "header "
              + TenantPolicy.HEADER
              + ": "
              + header.length
              + " bytes, the limit is "
              + MAX_CODE_POINTS);
    }
    int position = 0;
    while (position < header.length) {
      byte next = header[position];
      int length = next < 0 ? Utf8.sequenceLength(header, position, header.length) : 1;
      if (length == 0 || next >= 0 && (next < ' ' || next == 0x7f)) {
        throw invalid("header " + TenantPolicy.HEADER + ": not UTF-8, or a control character");
      }
      position += length;
    }
    return cache.text(header, 0, header.length);
  }

  private String text(KnownField field, Slice inside) {
    if (!hasEscapes(inside)) {
      return cache.text(inside.bytes(), inside.offset(), inside.end());
    }
    byte[] decoded = EscapedText.decode(inside);
    for (byte next : decoded) {
      if (next == 0) {
        throw invalid(field.text() + ": the character U+0000");
      }
    }
    if (EscapedText.hasLoneSurrogate(decoded)) {
      throw invalid(field.text() + ": a lone surrogate");
    }
    return cache.text(decoded, 0, decoded.length);
  }

  static boolean hasEscapes(Slice inside) {
    for (int i = inside.offset(); i < inside.end(); i++) {
      if (inside.bytes()[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  private static RejectedRunException tooLong(String field, int maxCodePoints) {
    return invalid(field + ": longer than " + maxCodePoints + " characters");
  }

  private static RejectedRunException invalid(String message) {
    return new RejectedRunException(RejectionReason.INVALID_FIELD, message);
  }
}
