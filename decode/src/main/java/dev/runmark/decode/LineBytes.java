package dev.runmark.decode;

import dev.runmark.storage.json.Slice;
import dev.runmark.storage.json.UuidText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes one line of a run where it is not one already, or has no id. */
final class LineBytes {

  private static final byte[] ID = "\"id\":".getBytes(StandardCharsets.US_ASCII);

  private LineBytes() {}

  /**
   * The run with an id: in the place of its null id, or else as its first field.
   *
   * @param run an object with at least one field
   * @param nullId where the null stands that is its id
   */
  static Slice withId(Slice run, UUID id, @Nullable Slice nullId) {
    byte[] quoted = new byte[UuidText.LENGTH + 2];
    quoted[0] = '"';
    quoted[quoted.length - 1] = '"';
    UuidText.write(id, quoted, 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream(run.length() + 64);
    if (nullId == null) {
      out.write('{');
      out.writeBytes(ID);
      out.writeBytes(quoted);
      out.write(',');
      out.write(run.bytes(), run.offset() + 1, run.length() - 1);
    } else {
      out.write(run.bytes(), run.offset(), nullId.offset() - run.offset());
      out.writeBytes(quoted);
      out.write(run.bytes(), nullId.end(), run.end() - nullId.end());
    }
    return Slice.of(out.toByteArray());
  }

  /** The run without the white space between its tokens; strings and numbers as they are. */
  static Slice minified(Slice run) {
    byte[] from = run.bytes();
    byte[] line = new byte[run.length()];
    int length = 0;
    boolean inString = false;
    for (int i = run.offset(); i < run.end(); i++) {
      byte next = from[i];
      if (inString) {
        line[length++] = next;
        if (next == '\\') {
          line[length++] = from[++i];
        } else if (next == '"') {
          inString = false;
        }
      } else if (next > ' ') {
        line[length++] = next;
        inString = next == '"';
      }
    }
    return new Slice(line, 0, length);
  }
}
