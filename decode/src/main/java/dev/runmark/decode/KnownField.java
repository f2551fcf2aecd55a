package dev.runmark.decode;

import dev.runmark.storage.json.FieldSlices;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The top-level names that mean something to the decoder; all others are only kept. */
enum KnownField {
  ID,
  TRACE_ID,
  PARENT_RUN_ID,
  DOTTED_ORDER,
  NAME,
  SESSION_NAME,
  RUN_TYPE,
  START_TIME,
  END_TIME,
  ERROR,
  STATUS,

  // Only tell that an object is a run.
  SESSION_ID,
  REFERENCE_EXAMPLE_ID,
  INPUTS,
  OUTPUTS,
  EXTRA,
  SERIALIZED,
  INPUT_ATTACHMENTS,
  OUTPUT_ATTACHMENTS,
  EVENTS,
  TAGS,
  METADATA,

  // Of the operation envelope and the batch body.
  OPERATION,
  RUN,
  POST,
  PATCH;

  private static final List<List<KnownField>> BY_LENGTH = byLength();

  private final String text = name().toLowerCase(Locale.ROOT);
  private final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

  /** The field of that name, null for a name of no meaning. */
  static @Nullable KnownField of(FieldSlices fields, int field) {
    int length = fields.nameLength(field);
    if (length >= BY_LENGTH.size()) {
      return null;
    }
    List<KnownField> candidates = BY_LENGTH.get(length);
    for (int i = 0; i < candidates.size(); i++) {
      if (fields.nameIs(field, candidates.get(i).bytes)) {
        return candidates.get(i);
      }
    }
    return null;
  }

  boolean ofRun() {
    return compareTo(OPERATION) < 0;
  }

  /** As it stands in documents. */
  String text() {
    return text;
  }

  private static List<List<KnownField>> byLength() {
    List<List<KnownField>> table = new ArrayList<>();
    for (KnownField field : values()) {
      while (table.size() <= field.bytes.length) {
        table.add(new ArrayList<>());
      }
      table.get(field.bytes.length).add(field);
    }
    return List.copyOf(table);
  }
}
