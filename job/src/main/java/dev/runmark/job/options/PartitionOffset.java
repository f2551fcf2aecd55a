package dev.runmark.job.options;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An offset of one partition.
 *
 * @param partition from 0
 * @param offset from 0
 */
public record PartitionOffset(String topic, int partition, long offset) implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Pattern GRAMMAR =
      Pattern.compile("([A-Za-z0-9._-]{1,249})/(\\d{1,9})@(\\d{1,18})");

  public PartitionOffset {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "offset of " + topic + "/" + partition + "@" + offset + ": wanted 0 or more");
    }
  }

  /**
   * Reads {@code topic/partition@offset}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static PartitionOffset parse(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("wanted topic/partition@offset, such as runs/0@1234");
    }
    return new PartitionOffset(
        matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)));
  }

  @Override
  public String toString() {
    return topic + "/" + partition + "@" + offset;
  }
}
