package dev.runmark.storage.read;

import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.json.FieldSlices;
import dev.runmark.storage.json.JsonLimits;
import dev.runmark.storage.json.JsonScanner;
import dev.runmark.storage.json.MalformedJsonException;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.json.UuidText;
import dev.runmark.storage.part.FrameDecoder;
import dev.runmark.storage.part.RunKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines as they are in the bytes of their frames: each one checked by its CRC and by the id inside
 * it, or an error that names the run, the part and the range.
 */
public final class CheckedLines {

  private static final byte[] ID = "id".getBytes(StandardCharsets.US_ASCII);

  /** No frame that the writer makes decodes to more. */
  private static final int LARGEST_DECODED_FRAME = 128 * 1024 * 1024;

  private CheckedLines() {}

  /** A frame, decoded, from exactly the bytes that the line's place names. */
  public static byte[] decode(RunKey run, LineLocation line, byte[] frame)
      throws CorruptRunException {
    if (frame.length != line.place().frame().length()) {
      throw corrupt(run, line, "these are " + frame.length + " bytes", null);
    }
    try {
      return FrameDecoder.decode(line.compression(), frame, LARGEST_DECODED_FRAME);
    } catch (IOException e) {
      throw corrupt(run, line, String.valueOf(e.getMessage()), e);
    }
  }

  /** The document of a run's line in its decoded frame. */
  public static Slice document(RunKey run, LineLocation line, byte[] decoded)
      throws CorruptRunException {
    Slice document;
    try {
      document = Slice.of(FrameDecoder.line(line.place(), decoded));
    } catch (IOException e) {
      throw corrupt(run, line, String.valueOf(e.getMessage()), e);
    }
    requireId(run, line, document);
    return document;
  }

  /** The error that says of a line why it cannot be given. */
  public static CorruptRunException corrupt(
      RunKey run, LineLocation line, String why, @Nullable Throwable e) {
    CorruptRunException.Place place =
        new CorruptRunException.Place(
            line.part().uuid(), line.place().frame().start(), line.place().frame().end());
    return new CorruptRunException(run.run(), place, why, e);
  }

  /**
   * The CRC says that the line is intact; the id, that it is this run's: nothing behind it does.
   */
  private static void requireId(RunKey run, LineLocation line, Slice document)
      throws CorruptRunException {
    JsonScanner scanner = new JsonScanner(JsonLimits.STORED);
    FieldSlices fields = new FieldSlices();
    try {
      scanner.reset(document.bytes(), document.offset(), document.length());
      fields.reset(document.bytes());
      for (boolean more = scanner.beginObject(); more; more = scanner.moreFields()) {
        scanner.nextName();
        fields.skipValue(scanner);
        if (isId(run, fields, fields.size() - 1)) {
          return;
        }
      }
    } catch (MalformedJsonException e) {
      throw corrupt(run, line, String.valueOf(e.getMessage()), e);
    }
    throw corrupt(run, line, "the line there is not of this run", null);
  }

  private static boolean isId(RunKey run, FieldSlices fields, int field) {
    Slice quoted = fields.value(field);
    if (!fields.nameIs(field, ID) || quoted.length() < UuidText.LENGTH) {
      return false;
    }
    Slice inside = new Slice(quoted.bytes(), quoted.offset() + 1, quoted.length() - 2);
    return run.run().equals(UuidText.parseInside(inside));
  }
}
