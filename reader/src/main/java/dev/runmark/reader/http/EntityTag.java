package dev.runmark.reader.http;

import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.index.LineLocation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strong entity tags of runs: the places and checksums of their lines, since parts never change.
 */
final class EntityTag {

  private EntityTag() {}

  static String of(IndexedRun run) {
    StringBuilder tag = new StringBuilder("\"");
    for (LineLocation line : run.lines()) {
      tag.append(tag.length() > 1 ? "+" : "")
          .append(line.part())
          .append(
              "-%x-%x-%08x"
                  .formatted(
                      line.place().frame().start(),
                      line.place().offset(),
                      line.place().checksum()));
    }
    return tag.append('"').toString();
  }

  /** Whether If-None-Match names the tag. */
  static boolean matches(@Nullable String header, String tag) {
    return header != null
        && Arrays.stream(header.split(",", -1))
            .map(String::strip)
            .anyMatch(each -> each.equals("*") || each.replaceFirst("^W/", "").equals(tag));
  }
}
