package dev.runmark.reader.cli;

import dev.runmark.console.PointInTime;
import dev.runmark.console.StoredBytes;
import dev.runmark.reader.page.Page;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.query.Order;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which stretch of a list, in which order, and how much of it. */
final class Paging {

  private static final int PAGE = 100;
  private static final int PAGE_OF_ALL = 1_000;
  private static final long PROGRESS = 10_000;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = PointInTime.class,
      description = "Begun then or later: 2026-11-20T10:00:00Z, or 2h, 7d ago.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = PointInTime.class,
      description = "Begun before then.")
  private @Nullable Instant to;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      converter = OrderWord.class,
      completionCandidates = OrderWord.class,
      description = "${COMPLETION-CANDIDATES} first (default: newest).")
  private Order order = Order.NEWEST_FIRST;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many a page, 1 to 10,000 (default: 100; with --all 1,000).")
  private @Nullable Integer limit;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Go on behind an earlier page of the same list.")
  private @Nullable String cursor;

  @Option(names = "--all", description = "Page after page, to the end.")
  private boolean all;

  /** Gives the page behind a cursor. */
  interface Pages<T> {
    Page<T> after(@Nullable String cursor) throws ReadException;
  }

  /** Takes the rows of a page. */
  interface Rows<T> {
    void take(List<T> rows) throws ReadException;
  }

  @Nullable Instant from() {
    return from;
  }

  @Nullable Instant to() {
    return to;
  }

  Order order() {
    return order;
  }

  int limit() {
    if (limit != null) {
      return limit;
    }
    return all ? PAGE_OF_ALL : PAGE;
  }

  /** Passes on a page, or all of them, and says how to go on where it stops. */
  <T> void through(CommandSpec command, Pages<T> pages, Rows<T> rows) throws ReadException {
    String next = cursor;
    long count = 0;
    long told = PROGRESS;
    do {
      try {
        Page<T> page = pages.after(next);
        rows.take(page.rows());
        next = page.next();
        count += page.rows().size();
      } catch (ReadException e) {
        if (next != null) {
          Exit.say(command, StoredBytes.count(count) + " listed; to go on:" + behind(next));
        }
        throw e;
      }
      if (all && count >= told) {
        told += PROGRESS;
        Exit.say(command, StoredBytes.count(count) + " listed …");
      }
    } while (all && next != null);
    if (next != null) {
      Exit.say(command, "there are more:" + behind(next) + ", or --all");
    } else if (count == 0) {
      Exit.say(command, "there are none");
    }
  }

  /** A cursor is of one query only: what was so long ago then is another time now. */
  private String behind(String next) {
    return (from == null ? "" : " --from " + from)
        + (to == null ? "" : " --to " + to)
        + " --cursor "
        + next;
  }
}
