package dev.runmark.storage.index;

import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The rows of {@link RunSelects} as runs, in the order in which each run comes first. A run that
 * has not as many lines as it must, or one in a part that the ledger lacks, is an error.
 */
final class RunRows {

  private static final class Run {
    final UUID trace;
    final boolean created;
    final Listing listing;
    final int promised;
    final List<LineLocation> lines = new ArrayList<>(1);

    Run(ResultSet row) throws SQLException {
      trace = LineColumns.uuid(row, "trace");
      created = row.getBoolean("created");
      listing = LineColumns.readListing(row);
      promised = row.getInt("lines");
    }
  }

  private final String tenant;
  private final Map<UUID, Run> runs = new LinkedHashMap<>();
  private final LineRows lines = new LineRows();

  RunRows(String tenant) {
    this.tenant = tenant;
  }

  /** Takes the result's current row. */
  void add(ResultSet row) throws SQLException, CorruptRunException {
    UUID id = LineColumns.uuid(row, "run");
    try {
      Run run = runs.get(id);
      if (run == null) {
        run = new Run(row);
        runs.put(id, run);
      }
      lines.read(row).ifPresent(run.lines::add);
    } catch (IllegalArgumentException e) {
      throw new CorruptRunException(id, String.valueOf(e.getMessage()), e);
    }
  }

  /** All runs that were added, whole. */
  List<IndexedRun> runs() throws CorruptRunException {
    List<IndexedRun> whole = new ArrayList<>(runs.size());
    for (Map.Entry<UUID, Run> entry : runs.entrySet()) {
      whole.add(whole(entry.getKey(), entry.getValue()));
    }
    return whole;
  }

  private IndexedRun whole(UUID id, Run run) throws CorruptRunException {
    return new IndexedRun(
        new RunKey(tenant, id),
        run.trace,
        run.created,
        run.listing,
        LineRows.whole(id, run.promised, run.lines));
  }
}
