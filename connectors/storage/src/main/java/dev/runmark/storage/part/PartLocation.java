package dev.runmark.storage.part;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where parts are put: a bucket and a prefix inside it.
 *
 * @param bucket as {@link dev.runmark.storage.objects.ObjectStore#bucket()} names it
 * @param prefix key prefix without leading or trailing slash; may be empty
 */
public record PartLocation(String bucket, String prefix) {

  /** What follows a part's key in that of its rows object. */
  static final String ROWS = ".rows";

  private static final Pattern NAME =
      Pattern.compile(
          ".*dt=[0-9-]{10}/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.ndjson[a-z.]{0,9}",
          Pattern.DOTALL);

  public PartLocation {
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException("part location: the bucket is empty");
    }
    if (prefix.startsWith("/") || prefix.endsWith("/") || prefix.contains("..")) {
      throw new IllegalArgumentException(
          "part location prefix '" + prefix + "': no leading or trailing '/', no '..'");
    }
  }

  /** The key of a part: {@code <prefix>/dt=<day>/<uuid>.ndjson[.gz|.zst]}. */
  public String key(PartId id, Compression compression) {
    String folder = prefix.isEmpty() ? "" : prefix + "/";
    return folder + "dt=" + id.day() + "/" + id + ".ndjson" + compression.suffix();
  }

  /** The folders of all parts that lie here, as the beginning of their keys. */
  public String folders() {
    return (prefix.isEmpty() ? "" : prefix + "/") + "dt=";
  }

  /**
   * What lies here under a key, or empty when it is neither a part nor a rows object: only what
   * {@link #key} itself makes is one.
   */
  public Optional<PartKey> parse(String key) {
    Matcher found = NAME.matcher(key);
    if (!found.matches()) {
      return Optional.empty();
    }
    UUID uuid = UUID.fromString(found.group(1));
    if (uuid.version() != 7 || uuid.variant() != 2) {
      return Optional.empty();
    }
    PartId id = new PartId(uuid);
    boolean rows = key.endsWith(ROWS);
    String part = rows ? key.substring(0, key.length() - ROWS.length()) : key;
    for (Compression compression : Compression.values()) {
      if (part.equals(key(id, compression))) {
        return Optional.of(new PartKey(id, rows));
      }
    }
    return Optional.empty();
  }

  /**
   * The location of a part whose key is known from elsewhere.
   *
   * @throws IllegalArgumentException when the key is not one that {@link #key} makes for this part:
   *     it must not be fetched
   */
  public static PartLocation ofKey(String bucket, String key, PartId id, Compression compression) {
    String end = new PartLocation(bucket, "").key(id, compression);
    if (!key.equals(end) && !key.endsWith("/" + end)) {
      throw new IllegalArgumentException(
          "part " + id + ": key '" + key + "' does not end in " + end);
    }
    int prefix = key.length() - end.length() - 1;
    return new PartLocation(bucket, prefix < 0 ? "" : key.substring(0, prefix));
  }
}
