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
}
