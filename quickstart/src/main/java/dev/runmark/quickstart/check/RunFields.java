package dev.runmark.quickstart.check;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A run, or a piece of one, as its top-level fields: each name with the SHA-256 of its value.
 *
 * <p>A value's digest does not depend on white space or on how characters are escaped; the order of
 * the keys inside it counts, for nothing on the way may change it. A field that is null is not
 * there: it says nothing. The attachments are fields of their own, one by one, for they alone are
 * merged by name.
 */
public final class RunFields {

  private final UUID run;
  private final SortedMap<String, byte[]> values;

  RunFields(UUID run, SortedMap<String, byte[]> values) {
    this.run = run;
    this.values = values;
  }

  public UUID run() {
    return run;
  }

  /** The merge rule: what the later piece says overwrites what this one says. */
  public RunFields then(RunFields later) {
    SortedMap<String, byte[]> merged = new TreeMap<>(values);
    merged.putAll(later.values);
    return new RunFields(run, merged);
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
