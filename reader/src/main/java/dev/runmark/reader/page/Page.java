package dev.runmark.reader.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param rows in the query's order; only the last page has fewer than the query's limit
 * @param next the cursor of the page that follows; null: this is the last one
 */
public record Page<T>(List<T> rows, @Nullable String next) {

  public Page {
    rows = List.copyOf(rows);
  }
}
