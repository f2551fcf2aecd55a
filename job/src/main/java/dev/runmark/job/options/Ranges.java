package dev.runmark.job.options;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What start and end have in common: each of their values belongs to one mode. */
final class Ranges {

  private Ranges() {}

  /** Refuses a value without its mode, and the mode without its value. */
  static void onlyWith(String key, String mode, boolean given, boolean wanted) {
    if (given && !wanted) {
      throw new IllegalArgumentException(
          key + "-" + mode + ": only with " + key + ": " + mode + "; leave it out");
    }
    if (wanted && !given) {
      throw new IllegalArgumentException(
          key + ": " + mode + ": " + key + "-" + mode + " must be set too");
    }
  }

  /** The offsets, each partition once. */
  static List<PartitionOffset> checked(String key, List<PartitionOffset> offsets) {
    Set<String> partitions = new HashSet<>();
    for (PartitionOffset offset : offsets) {
      if (!partitions.add(offset.topic() + "/" + offset.partition())) {
        throw new IllegalArgumentException(
            key + "-offsets: " + offset + ": the partition stands twice");
      }
    }
    return List.copyOf(offsets);
  }
}
