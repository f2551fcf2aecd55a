package dev.runmark.quickstart.check;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run, or a piece of one, as its top-level fields: each name with the SHA-256 of its value.
 *
 * <p>A value's digest does not depend on white space or on how characters are escaped; the order of
 * the keys inside it counts, for nothing on the way may change it. A field that is null is not
 * there: it says nothing. The attachments are fields of their own, one by one, for they alone are
 * merged by name.
 */
public final class RunFields {

  /** The fields whose text is kept, because the index says of a run what they say. */
  static final Set<String> LISTED =
      Set.of(
          "trace_id",
          "dotted_order",
          "session_name",
          "parent_run_id",
          "name",
          "run_type",
          "start_time",
          "end_time",
          "status");

  /** Of these, those that may be numbers. */
  static final Set<String> TIMES = Set.of("start_time", "end_time");

  /** The value of attachments that are an object: their names are fields of their own. */
  static final byte[] OBJECT = new byte[0];

  private static final Set<String> ATTACHMENTS = Set.of("input_attachments", "output_attachments");

  private final UUID run;
  private final SortedMap<String, byte[]> values;
  private final Map<String, String> texts;

  /**
   * The fields of a run.
   *
   * @param texts of {@link #LISTED}, those that are there as strings
   */
  RunFields(UUID run, SortedMap<String, byte[]> values, Map<String, String> texts) {
    this.run = run;
    this.values = values;
    this.texts = texts;
  }

  public UUID run() {
    return run;
  }

  /** The merge rule: what the later piece says overwrites what this one says. */
  public RunFields then(RunFields later) {
    SortedMap<String, byte[]> merged = new TreeMap<>(values);
    merged.putAll(later.values);
    for (String field : ATTACHMENTS) {
      if (isObject(field) || later.isObject(field)) {
        merged.put(field, OBJECT);
      }
    }
    Map<String, String> mergedTexts = new HashMap<>(texts);
    mergedTexts.keySet().removeAll(later.values.keySet());
    mergedTexts.putAll(later.texts);
    return new RunFields(run, merged, mergedTexts);
  }

  /** Among attachments an object beats what is none, whatever the order. */
  private boolean isObject(String field) {
    byte[] value = values.get(field);
    return value != null && value.length == 0;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(values.size());
    for (Map.Entry<String, byte[]> field : values.entrySet()) {
      EntryBytes.text(out, field.getKey());
      out.writeByte(field.getValue().length);
      out.write(field.getValue());
    }
    out.writeInt(texts.size());
    for (Map.Entry<String, String> field : texts.entrySet()) {
      EntryBytes.text(out, field.getKey());
      EntryBytes.text(out, field.getValue());
    }
  }

  static RunFields read(UUID run, DataInputStream in) throws IOException {
    SortedMap<String, byte[]> values = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = EntryBytes.text(in);
      byte[] value = new byte[in.readByte()];
      in.readFully(value);
      values.put(name, value);
    }
    Map<String, String> texts = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.put(EntryBytes.text(in), EntryBytes.text(in));
    }
    return new RunFields(run, values, texts);
  }

  /** The names of all that are there, but for the id. */
  public Set<String> names() {
    return Collections.unmodifiableSet(values.keySet());
  }

  boolean has(String field) {
    return values.containsKey(field);
  }

  /** One of {@link #LISTED}, null when it is not there as a string. */
  @Nullable String text(String field) {
    return texts.get(field);
  }

  /** The digest of the whole, the fields in order of their names. */
  public byte[] sha256() {
    MessageDigest digest = Sha256.digest();
    for (Map.Entry<String, byte[]> field : values.entrySet()) {
      digest.update(field.getKey().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0xff);
      digest.update(field.getValue());
    }
    return digest.digest();
  }
}
