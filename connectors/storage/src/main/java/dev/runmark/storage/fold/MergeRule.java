package dev.runmark.storage.fold;

import dev.runmark.storage.json.MalformedJsonException;
import dev.runmark.storage.json.Slice;
import java.util.List;

/**
 * How several lines of one run become one: the merge that the LangSmith SDK does with a post and
 * its patches.
 *
 * <ul>
 *   <li>Field by field of the top level, the last value that is not null stands; nothing is merged
 *       below ({@code inputs}, {@code outputs}, {@code extra} … are replaced whole).
 *   <li>{@code input_attachments} and {@code output_attachments} are merged name by name by the
 *       same rule. Among their values an object beats what is none, whatever the order.
 *   <li>Fields stand in the order in which they appear first.
 * </ul>
 *
 * <p>Only bytes are moved. The first line is the skeleton: each field keeps the bytes between the
 * value before it and its own value as they stood where it appeared first, the end of the object is
 * the first line's. So folding is associative and idempotent on bytes, whatever white space the
 * lines have, and lines of one line fold to one line.
 */
public final class MergeRule {

  private MergeRule() {}

  /**
   * The fold of the lines, which are given in reading order; the single line itself when there is
   * one.
   *
   * @param lines JSON objects, at least one
   * @throws MalformedJsonException when there are several and one of them is no JSON object, or has
   *     a key twice
   */
  public static Slice fold(List<Slice> lines) {
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("fold of no lines");
    }
    return lines.size() == 1 ? lines.get(0) : FoldedObject.ofRuns(lines).toSlice();
  }
}
