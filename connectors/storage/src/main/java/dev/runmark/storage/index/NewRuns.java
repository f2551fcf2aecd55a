package dev.runmark.storage.index;

import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.SealedPart;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts the runs in {@code incoming} that are not in the index yet, in order of their key, so
 * that committers queue up and never form a circle.
 *
 * <p>By one of two statements. The careful one goes past runs that are known, or stand twice in
 * {@code incoming}; for that the server marks each row, looks for it, and unmarks it. The plain one
 * does without, takes a fifth less of both processes' time, and fails as a whole where one run is
 * known. Where each run is one line, which is what the trace window is for, all are new in nearly
 * every commit. So the plain one is tried as long as that goes well; behind a savepoint, since the
 * careful one then has to follow. After a failure it waits until {@link #CALM} transactions in a
 * row brought new runs only: what it had written until then was for nothing, and lies in the table
 * until it is vacuumed.
 *
 * <p>Remembers that from transaction to transaction; one thread at a time.
 */
final class NewRuns {

  private static final Logger LOG = LoggerFactory.getLogger(NewRuns.class);

  static final int CALM = 16;

  private static final String UNIQUE_VIOLATION = "23505";
  private static final String INSERT_ALL =
      "INSERT INTO runs ("
          + LineColumns.NAMES
          + ", lines) SELECT "
          + LineColumns.NAMES
          + ", 1 FROM incoming ORDER BY tenant, run";
  private static final String INSERT_UNKNOWN =
      "WITH inserted AS (INSERT INTO runs ("
          + LineColumns.NAMES
          + ", lines) SELECT DISTINCT ON (tenant, run) "
          + LineColumns.NAMES
          + ", 1 FROM incoming ORDER BY tenant, run, source, lo, hi DESC, part"
          + " ON CONFLICT (tenant, run) DO NOTHING RETURNING part)"
          + " SELECT part, count(*) FROM inserted GROUP BY part";

  private int allNewInARow = CALM;

  /**
   * Inserts them within the transaction of the connection.
   *
   * @param parts whose lines {@code incoming} holds, all of them and no others
   * @return of each part that has any, how many of its lines were inserted
   */
  Map<PartId, Integer> insert(Connection connection, List<SealedPart> parts) throws SQLException {
    long lines = parts.stream().mapToLong(SealedPart::lines).sum();
    if (expectsAllNew() && insertAll(connection, lines)) {
      Map<PartId, Integer> all = new HashMap<>();
      parts.forEach(part -> all.put(part.id(), part.lines()));
      return all;
    }
    Map<PartId, Integer> inserted = insertUnknown(connection);
    boolean allNew = inserted.values().stream().mapToLong(Integer::longValue).sum() == lines;
    allNewInARow = allNew ? Math.min(CALM, allNewInARow + 1) : 0;
    return inserted;
  }

  /** Whether the next transaction tries the plain statement. */
  boolean expectsAllNew() {
    return allNewInARow >= CALM;
  }

  /** False when one of them is known: then nothing was inserted. */
  private boolean insertAll(Connection connection, long lines) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.addBatch("SAVEPOINT all_new");
      statement.addBatch(INSERT_ALL);
      statement.addBatch("RELEASE SAVEPOINT all_new");
      int inserted = statement.executeBatch()[1];
      if (inserted != lines) {
        throw new SQLException("insert runs: " + inserted + " rows of " + lines, "XX000");
      }
      return true;
    } catch (SQLException e) {
      if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw e;
      }
      LOG.debug("not all of {} runs are new", lines, e);
    }
    allNewInARow = 0;
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK TO SAVEPOINT all_new");
    }
    return false;
  }

  private static Map<PartId, Integer> insertUnknown(Connection connection) throws SQLException {
    Map<PartId, Integer> inserted = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(INSERT_UNKNOWN)) {
      while (rows.next()) {
        inserted.put(new PartId(LineColumns.uuid(rows, "part")), rows.getInt(2));
      }
    }
    return inserted;
  }
}
