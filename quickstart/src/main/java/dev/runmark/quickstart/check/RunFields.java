package dev.runmark.quickstart.check;

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
    Map<String, String> mergedTexts = new HashMap<>(texts);
    mergedTexts.keySet().removeAll(later.values.keySet());
    mergedTexts.putAll(later.texts);
    return new RunFields(run, merged, mergedTexts);
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
