package dev.runmark.storage.index;

import dev.runmark.storage.part.PartId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The second half of a commit: runs that were there before and gain a line that their stored ones
 * do not cover. Their rows are locked in the order of the key, so that committers queue up and
 * never form a circle; what is stored is read after the lock, so that no committer merges into what
 * another has just replaced. What it writes goes by INSERT and not by COPY: now locks are held, and
 * a client frozen in mid-COPY would keep them past every timeout.
 */
final class RunMerge {

  static final String TOUCHED_TABLE =
      "CREATE TEMP TABLE touched (tenant int NOT NULL, run uuid NOT NULL) ON COMMIT DELETE ROWS";
  static final String REWRITTEN_TABLE =
      "CREATE TEMP TABLE rewritten ("
          + LineColumns.DEFINITIONS
          + ", lines int) ON COMMIT DELETE ROWS";

  private static final List<String> WITH_LINES =
      Stream.concat(LineColumns.TYPES.stream(), Stream.of("int")).toList();

  private static final String FIND_TOUCHED =
      "INSERT INTO touched SELECT DISTINCT i.tenant, i.run FROM incoming i"
          + " JOIN runs r USING (tenant, run) WHERE r.lines > 1 OR (r.lines = 1 AND NOT"
          + " (r.source = i.source AND r.trace = i.trace AND r.lo <= i.lo AND r.hi >= i.hi))";
  private static final String LOCK_RUNS =
      "SELECT 1 FROM runs r JOIN touched t USING (tenant, run) WHERE r.lines > 0"
          + " ORDER BY r.tenant, r.run FOR UPDATE OF r";
  private static final String READ_RUNS =
      "SELECT r.lines, "
          + LineColumns.select("r")
          + " FROM runs r JOIN touched t USING (tenant, run) LEFT JOIN projects p USING (project)"
          + " WHERE r.lines > 0";
  private static final String REWRITE =
      "UPDATE runs r SET (trace, source, lo, hi, created, part, start_offset, length, line_offset,"
          + " line_length, checksum, project, parent, name, run_type, status, start_time, end_time,"
          + " lines) = (n.trace, n.source, n.lo, n.hi, n.created, n.part, n.start_offset, n.length,"
          + " n.line_offset, n.line_length, n.checksum, n.project, n.parent, n.name, n.run_type,"
          + " n.status, n.start_time, n.end_time, n.lines)"
          + " FROM rewritten n WHERE r.tenant = n.tenant AND r.run = n.run";

  /** A run's lines before and after. */
  private static final class Change {
    final List<IndexedLine> stored = new ArrayList<>();
    final List<IndexedLine> incoming = new ArrayList<>();
    List<IndexedLine> kept = List.of();

    Set<IndexedLine> fragmentsBefore() {
      return new HashSet<>(stored.size() > 1 ? stored : List.of());
    }

    Set<IndexedLine> fragmentsAfter() {
      return new HashSet<>(kept.size() > 1 ? kept : List.of());
    }
  }

  private final Connection connection;
  private final Dictionaries dictionaries;
  private final Map<RowKey, Change> changes = new LinkedHashMap<>();

  RunMerge(Connection connection, Dictionaries dictionaries) {
    this.connection = connection;
    this.dictionaries = dictionaries;
  }

  /**
   * Merges what stands in {@code incoming} and was not inserted as a new run.
   *
   * @return per part how many of its lines were added
   */
  Map<PartId, Integer> merge() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (statement.executeUpdate(FIND_TOUCHED) == 0) {
        return Map.of();
      }
    }
    lockRuns();
    readRuns();
    readLines("fragments", true);
    readLines("incoming", false);
    Map<PartId, Integer> added = new HashMap<>();
    for (Change change : changes.values()) {
      change.kept = CoverRule.add(change.stored, change.incoming);
      Set<IndexedLine> stored = new HashSet<>(change.stored);
      change.kept.stream()
          .filter(line -> !stored.contains(line))
          .forEach(line -> added.merge(line.part(), 1, Integer::sum));
    }
    changes.values().removeIf(change -> change.kept.equals(change.stored));
    deleteFragments();
    insertFragments();
    rewriteRuns();
    return added;
  }

  /**
   * Two statements: one that had to wait for a lock gives the new row beside what it had joined to
   * the old one.
   */
  private void lockRuns() throws SQLException {
    query(LOCK_RUNS, locked -> {});
  }

  /** Deleted runs (lines = 0) stay out: they are deleted for good. */
  private void readRuns() throws SQLException {
    query(
        READ_RUNS,
        row -> {
          Change change = new Change();
          if (row.getInt("lines") == 1) {
            change.stored.add(LineColumns.read(row));
          }
          rememberProject(row);
          changes.put(key(row), change);
        });
  }

  private void readLines(String table, boolean stored) throws SQLException {
    query(
        "SELECT "
            + LineColumns.select("l")
            + " FROM "
            + table
            + " l JOIN touched t USING (tenant, run) LEFT JOIN projects p USING (project)",
        row -> {
          Change change = changes.get(key(row));
          if (change != null) {
            (stored ? change.stored : change.incoming).add(LineColumns.read(row));
            rememberProject(row);
          }
        });
  }

  private void deleteFragments() throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM fragments WHERE tenant = ? AND run = ? AND source = ? AND hi = ?"
                + " AND lo = ? AND trace = ?")) {
      boolean any = false;
      for (Map.Entry<RowKey, Change> entry : changes.entrySet()) {
        Set<IndexedLine> gone = entry.getValue().fragmentsBefore();
        gone.removeAll(entry.getValue().fragmentsAfter());
        for (IndexedLine line : gone) {
          delete.setInt(1, entry.getKey().tenant());
          delete.setObject(2, entry.getKey().run());
          delete.setInt(3, line.source());
          delete.setLong(4, line.span().hi());
          delete.setLong(5, line.span().lo());
          delete.setObject(6, line.trace());
          delete.addBatch();
          any = true;
        }
      }
      if (any) {
        delete.executeBatch();
      }
    }
  }

  private void insertFragments() throws SQLException {
    try (BatchedInsert insert =
        new BatchedInsert(connection, "fragments", LineColumns.NAMES, LineColumns.TYPES)) {
      for (Map.Entry<RowKey, Change> entry : changes.entrySet()) {
        RowKey key = entry.getKey();
        Set<IndexedLine> fresh = entry.getValue().fragmentsAfter();
        fresh.removeAll(entry.getValue().fragmentsBefore());
        for (IndexedLine line : fresh) {
          LineColumns.write(insert, key, line, project(key, line.listing().project()));
          insert.endRow();
        }
      }
      insert.finish();
    }
  }

  private void rewriteRuns() throws SQLException {
    try (BatchedInsert insert =
        new BatchedInsert(connection, "rewritten", LineColumns.NAMES + ", lines", WITH_LINES)) {
      for (Map.Entry<RowKey, Change> entry : changes.entrySet()) {
        RowKey key = entry.getKey();
        List<IndexedLine> kept = entry.getValue().kept;
        if (kept.size() == 1) {
          IndexedLine line = kept.get(0);
          LineColumns.write(insert, key, line, project(key, line.listing().project()));
        } else {
          MergedRun run = MergedRun.of(kept);
          LineColumns.writeMerged(insert, key, run, project(key, run.listing().project()));
        }
        insert.writeInt(kept.size());
        insert.endRow();
      }
      insert.finish();
    }
    try (Statement statement = connection.createStatement()) {
      int rewritten = statement.executeUpdate(REWRITE);
      if (rewritten != changes.size()) {
        throw new SQLException(
            "merge of runs: " + rewritten + " of " + changes.size() + " rows were there", "XX000");
      }
    }
  }

  private @Nullable Integer project(RowKey key, @Nullable String name) {
    return dictionaries.project(key.tenant(), name);
  }

  private void rememberProject(ResultSet row) throws SQLException {
    String name = row.getString("project_name");
    if (name != null) {
      dictionaries.remember(row.getInt("tenant"), name, row.getInt("project"));
    }
  }

  private static RowKey key(ResultSet row) throws SQLException {
    return new RowKey(row.getInt("tenant"), LineColumns.uuid(row, "run"));
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private void query(String sql, RowReader reader) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        reader.read(rows);
      }
    }
  }
}
