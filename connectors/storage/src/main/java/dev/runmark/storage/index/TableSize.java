package dev.runmark.storage.index;

import java.io.IOException;

/**
 * How the rows of a table are numbered: all of them counted in a small one; in a large one those of
 * some pages, which the server draws by itself and which are the same from one look to the next.
 *
 * @param counted pages of a table that is small
 * @param drawn pages to look at in a larger one
 */
record TableSize(long counted, long drawn) {

  /** Some hundred megabytes, counted in about a second; a draw that is wrong by some percent. */
  static final TableSize DEFAULT = new TableSize(50_000, 2_000);

  private static final String PAGES =
      "SELECT pg_relation_size('%s') / current_setting('block_size')::bigint";

  /** Of all tenants, whichever the role may see the rows of. */
  private static final String ROWS = "SELECT rows_of_all_tenants('%s', ?)";

  private static final double ALL = 100;

  /**
   * What was found.
   *
   * @param counted whether it is exact
   */
  record Rows(long number, boolean counted) {}

  Rows of(String table, IndexQuestions questions) throws IOException {
    long pages = questions.row(PAGES.formatted(table), row -> row.getLong(1));
    if (pages <= counted) {
      return new Rows(questions.row(ROWS.formatted(table), row -> row.getLong(1), ALL), true);
    }
    double percent = Math.min(ALL, 100.0 * drawn / pages);
    long found = questions.row(ROWS.formatted(table), row -> row.getLong(1), percent);
    return new Rows(Math.round(found * 100 / percent), false);
  }
}
