package dev.runmark.reader.cli;

import dev.runmark.storage.json.FieldSlices;
import dev.runmark.storage.json.JsonLimits;
import dev.runmark.storage.json.JsonScanner;
import dev.runmark.storage.json.Slice;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a run says of its tokens: {@code outputs.usage_metadata}, else {@code
 * extra.metadata.usage_metadata}, as the LangSmith SDKs write it.
 *
 * @param input {@code input_tokens}, 0 when it is no count
 * @param output {@code output_tokens}, likewise
 */
record TokenUsage(long input, long output) {

  private static final String USAGE = "usage_metadata";

  /** A count of more digits is none. */
  private static final int LONGEST = 15;

  /**
   * Of a document that was checked when it came in; null when it says nothing. No tree is built.
   */
  static @Nullable TokenUsage of(Slice document) {
    Slice usage = at(document, "outputs", USAGE);
    if (usage == null) {
      usage = at(document, "extra", "metadata", USAGE);
    }
    return usage == null
        ? null
        : new TokenUsage(count(at(usage, "input_tokens")), count(at(usage, "output_tokens")));
  }

  TokenUsage plus(TokenUsage other) {
    return new TokenUsage(input + other.input, output + other.output);
  }

  private static @Nullable Slice at(Slice object, String... path) {
    Slice found = object;
    for (String name : path) {
      found = found.bytes()[found.offset()] == '{' ? field(found, name) : null;
      if (found == null) {
        return null;
      }
    }
    return found;
  }

  private static @Nullable Slice field(Slice object, String name) {
    JsonScanner scanner = new JsonScanner(JsonLimits.STORED);
    scanner.reset(object.bytes(), object.offset(), object.length());
    FieldSlices fields = new FieldSlices();
    fields.reset(object.bytes());
    fields.readObject(scanner);
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    for (int field = 0; field < fields.size(); field++) {
      if (fields.nameIs(field, wanted)) {
        return fields.value(field);
      }
    }
    return null;
  }

  private static long count(@Nullable Slice value) {
    if (value == null || value.length() > LONGEST) {
      return 0;
    }
    long count = 0;
    for (int i = value.offset(); i < value.end(); i++) {
      int digit = value.bytes()[i] - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      count = count * 10 + digit;
    }
    return count;
  }
}
