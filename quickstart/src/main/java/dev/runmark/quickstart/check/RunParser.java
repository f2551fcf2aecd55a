package dev.runmark.quickstart.check;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.runmark.quickstart.check.topic.Ids;
import java.io.CharArrayReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of runs; keeps its buffers, so each thread needs one of its own. */
public final class RunParser {

  /** How deep it can read. */
  public static final int DEEPEST = 1000;

  /** How long a number it can read; that is what its JSON library takes. */
  public static final int LONGEST_NUMBER = 1000;

  /** Of a name, a column holds fewer characters. */
  private static final int MOST_TEXT = 1000;

  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ValueDigest digest = new ValueDigest();

  /**
   * The run in {@code json[offset, offset + length)}, which must be one JSON object and nothing
   * else, with a UUID as its id.
   *
   * @throws IOException when it is not
   */
  public RunFields parse(byte[] json, int offset, int length) throws IOException {
    return parse(json, offset, length, null);
  }

  /**
   * The same of one that may lack its id.
   *
   * @param missingId what the id then is; null: it must be there
   */
  public RunFields parse(byte[] json, int offset, int length, @Nullable UUID missingId)
      throws IOException {
    CharBuffer text = utf8.decode(ByteBuffer.wrap(json, offset, length));
    JsonReader reader = new JsonReader(new CharArrayReader(text.array(), 0, text.limit()));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(DEEPEST);
    try {
      RunFields fields = run(reader, missingId);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new IOException("something follows the object");
      }
      return fields;
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new IOException("not a run: " + e.getMessage(), e);
    }
  }

  private RunFields run(JsonReader reader, @Nullable UUID missingId) throws IOException {
    UUID id = missingId;
    SortedMap<String, byte[]> values = new TreeMap<>();
    Map<String, String> texts = new HashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (reader.peek() == JsonToken.NULL) {
        reader.nextNull();
      } else if (name.equals("id")) {
        id = uuid(reader.nextString());
      } else if (name.equals("input_attachments") || name.equals("output_attachments")) {
        attachments(name, reader, values);
      } else if (RunFields.LISTED.contains(name) && reader.peek() == JsonToken.STRING) {
        String text = reader.nextString();
        texts.put(name, name.equals("name") ? cut(text) : text);
        put(values, name, digest.of(text));
      } else if (RunFields.TIMES.contains(name) && reader.peek() == JsonToken.NUMBER) {
        String number = reader.nextString();
        texts.put(name, number);
        put(values, name, digest.ofNumber(number));
      } else {
        put(values, name, digest.of(reader));
      }
    }
    reader.endObject();
    return new RunFields(required(id), values, texts);
  }

  private void attachments(String field, JsonReader reader, SortedMap<String, byte[]> values)
      throws IOException {
    if (reader.peek() != JsonToken.BEGIN_OBJECT) {
      put(values, field, digest.of(reader));
      return;
    }
    put(values, field, RunFields.OBJECT);
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (reader.peek() == JsonToken.NULL) {
        reader.nextNull();
      } else {
        put(values, field + "/" + name, digest.of(reader));
      }
    }
    reader.endObject();
  }

  private static void put(SortedMap<String, byte[]> values, String name, byte[] value)
      throws IOException {
    if (values.put(name, value) != null) {
      throw new IOException("field " + name + " stands there twice");
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
  }

  private static UUID uuid(String text) {
    UUID id = Ids.parse(text);
    if (id == null) {
      throw new IllegalArgumentException("id " + text + " is no UUID");
    }
    return id;
  }

  private static UUID required(@Nullable UUID id) throws IOException {
    if (id == null) {
      throw new IOException("the run has no id");
    }
    return id;
  }
}
