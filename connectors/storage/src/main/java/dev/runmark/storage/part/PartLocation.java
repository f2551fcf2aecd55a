package dev.runmark.storage.part;

/**
 * Where parts are put: a bucket and a prefix inside it.
 *
 * @param bucket as {@link dev.runmark.storage.objects.ObjectStore#bucket()} names it
 * @param prefix key prefix without leading or trailing slash; may be empty
 */
public record PartLocation(String bucket, String prefix) {

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
