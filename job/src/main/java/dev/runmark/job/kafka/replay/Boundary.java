package dev.runmark.job.kafka.replay;

import dev.runmark.job.options.EndOptions;
import dev.runmark.job.options.PartitionOffset;
import dev.runmark.job.options.StartOptions;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a replay begins or ends, as somebody types it: {@code earliest}, {@code latest}, a time
 * with its zone, an offset for all partitions, or {@code partition@offset,…}.
 *
 * @param time null when it is none
 * @param all the offset of every partition; null when it is none
 * @param named offsets by partition; empty when it is none
 */
record Boundary(String text, @Nullable Instant time, @Nullable Long all, Map<Integer, Long> named) {

  static final String EARLIEST = "earliest";
  static final String LATEST = "latest";

  private static final Pattern OFFSET = Pattern.compile("\\d{1,18}");
  private static final Pattern NAMED = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

  Boundary {
    named = Map.copyOf(named);
  }

  /**
   * Reads what was typed.
   *
   * @param word the one word that is allowed here
   * @throws IllegalArgumentException when it is nothing of that
   */
  static Boundary parse(String text, String word) {
    if (text.equals(word)) {
      return new Boundary(text, null, null, Map.of());
    }
    if (OFFSET.matcher(text).matches()) {
      return new Boundary(text, null, Long.valueOf(text), Map.of());
    }
    try {
      return text.contains("@")
          ? new Boundary(text, null, null, named(text))
          : new Boundary(text, OffsetDateTime.parse(text).toInstant(), null, Map.of());
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "': wanted "
              + word
              + ", a time with its zone such as 2026-11-20T10:00:00Z, an offset for all partitions,"
              + " or partition@offset,…",
          e);
    }
  }

  private static Map<Integer, Long> named(String text) {
    Map<Integer, Long> named = new HashMap<>();
    for (String each : text.split(",", -1)) {
      Matcher matcher = NAMED.matcher(each.trim());
      if (!matcher.matches()
          || named.put(Integer.valueOf(matcher.group(1)), Long.valueOf(matcher.group(2))) != null) {
        throw new IllegalArgumentException(each);
      }
    }
    return named;
  }

  /** As the start of a job; who names some partitions leaves out the others. */
  StartOptions start(String topic, int partitions) {
    if (time != null) {
      return new StartOptions(StartOptions.Mode.TIMESTAMP, time, List.of(), false, false);
    }
    if (isWord()) {
      return StartOptions.EARLIEST;
    }
    List<PartitionOffset> offsets = offsets(topic, partitions);
    return new StartOptions(StartOptions.Mode.OFFSETS, null, offsets, false, false);
  }

  /** As the end of a job. */
  EndOptions end(String topic, int partitions) {
    if (time != null) {
      return new EndOptions(EndOptions.Mode.TIMESTAMP, time, List.of());
    }
    if (isWord()) {
      return new EndOptions(EndOptions.Mode.LATEST, null, List.of());
    }
    return new EndOptions(EndOptions.Mode.OFFSETS, null, offsets(topic, partitions));
  }

  private boolean isWord() {
    return all == null && named.isEmpty();
  }

  private List<PartitionOffset> offsets(String topic, int partitions) {
    Map<Integer, Long> offsets = new TreeMap<>(named);
    if (all != null) {
      IntStream.range(0, partitions).forEach(partition -> offsets.put(partition, all));
    }
    return offsets.entrySet().stream()
        .map(entry -> new PartitionOffset(topic, entry.getKey(), entry.getValue()))
        .toList();
  }
}
