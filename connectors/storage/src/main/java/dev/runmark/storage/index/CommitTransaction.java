package dev.runmark.storage.index;

import dev.runmark.storage.failpoint.FailPoint;
import dev.runmark.storage.part.OffsetRow;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.tracing.Laps;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One attempt to make parts visible, in one transaction and in this order:
 *
 * <ol>
 *   <li>COPY of the rows into a TEMP table, counted. No lock is held until here that another could
 *       wait for: a process frozen in mid-COPY blocks nobody.
 *   <li>The sweep floor is read FOR SHARE; the ledger rows are inserted, in order.
 *   <li>New runs are inserted by {@link NewRuns}; then {@link RunMerge} for the others, if there
 *       are any.
 *   <li>What became of each part's lines; the frontiers; a last SELECT, since pgjdbc's {@code
 *       commit()} returns normally after a rollback on the server; COMMIT.
 * </ol>
 */
final class CommitTransaction {

  static final String INCOMING_TABLE =
      "CREATE TEMP TABLE incoming (" + LineColumns.DEFINITIONS + ") ON COMMIT DELETE ROWS";

  private static final String INSERT_PART =
      "INSERT INTO parts (part, bucket, key, compression, length, lines, checksum, rows_length)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

  /** Another committer put one of the parts into the ledger meanwhile: look again, then go on. */
  static final class OvertakenException extends Exception {
    private static final long serialVersionUID = 1L;

    OvertakenException(PartId part) {
      super("part " + part + " was committed by another committer meanwhile");
    }
  }

  /** How many lines were added, and how many of them to runs that had others. */
  record Added(long lines, long merged) {}

  private final Connection connection;
  private final Dictionaries dictionaries;
  private final NewRuns newRuns;
  private final Laps laps;

  CommitTransaction(Connection connection, Dictionaries dictionaries, NewRuns newRuns, Laps laps) {
    this.connection = connection;
    this.dictionaries = dictionaries;
    this.newRuns = newRuns;
    this.laps = laps;
  }

  /** Which of the parts the ledger has. */
  static Set<PartId> committed(Connection connection, Collection<PartId> parts)
      throws SQLException {
    if (parts.isEmpty()) {
      return Set.of();
    }
    Object[] ids = parts.stream().map(PartId::uuid).toArray();
    Set<PartId> found = new HashSet<>();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT part FROM parts WHERE part = ANY (?)")) {
      select.setArray(1, connection.createArrayOf("uuid", ids));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(new PartId(LineColumns.uuid(rows, "part")));
        }
      }
    }
    return found;
  }

  /**
   * Commits parts that were not in the ledger a moment ago.
   *
   * @param parts in the order of their ids
   * @param frontiers that are true once these parts are committed
   * @return how many of their lines were added
   */
  Added commit(List<SealedPart> parts, List<Frontier> frontiers, PartRows rows)
      throws SQLException, IOException, OvertakenException {
    copyRows(parts, rows);
    laps.done("COPY");
    FailPoint.COPIED.reached();
    refuseSwept(connection, parts, "FOR SHARE");
    for (SealedPart part : parts) {
      insertIntoLedger(part);
    }
    laps.done("ledger");
    FailPoint.LEDGER_WRITTEN.reached();
    Map<PartId, Integer> added = newRuns.insert(connection, parts);
    laps.done("insert");
    FailPoint.RUNS_WRITTEN.reached();
    boolean allNew = sum(added) == parts.stream().mapToLong(SealedPart::lines).sum();
    Map<PartId, Integer> merged =
        allNew ? Map.of() : new RunMerge(connection, dictionaries).merge();
    laps.done("merge");
    merged.forEach((part, lines) -> added.merge(part, lines, Integer::sum));
    recordOutcome(parts, added);
    FrontierTable.insert(connection, dictionaries, frontiers);
    try (Statement last = connection.createStatement()) {
      last.execute("SELECT 1");
    }
    laps.done("outcome");
    FailPoint.BEFORE_COMMIT.reached();
    connection.commit();
    laps.done("COMMIT");
    FailPoint.AFTER_COMMIT.reached();
    return new Added(sum(added), sum(merged));
  }

  private static long sum(Map<PartId, Integer> lines) {
    return lines.values().stream().mapToLong(Integer::longValue).sum();
  }

  private void copyRows(List<SealedPart> parts, PartRows rows) throws SQLException, IOException {
    try (BinaryCopy copy = new BinaryCopy(connection, "incoming (" + LineColumns.NAMES + ")")) {
      for (SealedPart part : parts) {
        int lines = 0;
        for (OffsetRow row : rows.of(part)) {
          FailPoint.COPYING.reached();
          copy.beginRow(LineColumns.COUNT);
          writeRow(copy, part.id(), row);
          lines++;
        }
        if (lines != part.lines()) {
          throw new IOException(
              "commit part " + part.id() + ": " + lines + " rows for " + part.lines() + " lines");
        }
      }
      copy.finish();
    }
  }

  private void writeRow(BinaryCopy copy, PartId part, OffsetRow row) throws SQLException {
    int tenant = dictionaries.tenant(row.key().tenant());
    IndexedLine line =
        new IndexedLine(
            row.trace(),
            dictionaries.source(row.source()),
            row.span(),
            part,
            row.place(),
            row.listing());
    LineColumns.write(
        copy,
        new RowKey(tenant, row.key().run()),
        line,
        dictionaries.project(tenant, row.listing().project()));
  }

  /**
   * @param lock FOR SHARE keeps the floor where it is until the transaction ends; without it this
   *     is but an early answer, before rows are asked for that may have been swept away too
   */
  static void refuseSwept(Connection connection, List<SealedPart> parts, String lock)
      throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet floor =
            select.executeQuery(
                "SELECT CASE WHEN isfinite(sealed_before)"
                    + " THEN (extract(epoch FROM sealed_before) * 1000)::bigint"
                    + " ELSE 0 END FROM sweep_floor "
                    + lock)) {
      if (!floor.next()) {
        throw new SQLException("the sweep floor has no row", "XX001");
      }
      Instant sealedBefore = Instant.ofEpochMilli(floor.getLong(1));
      for (SealedPart part : parts) {
        if (part.id().openedAt().isBefore(sealedBefore)) {
          throw new SweptPartException(part, sealedBefore);
        }
      }
    }
  }

  private void insertIntoLedger(SealedPart part) throws SQLException, OvertakenException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT_PART)) {
      insert.setObject(1, part.id().uuid());
      insert.setString(2, part.location().bucket());
      insert.setString(3, part.key());
      insert.setInt(4, part.compression().code());
      insert.setLong(5, part.length());
      insert.setInt(6, part.lines());
      insert.setInt(7, part.checksum());
      insert.setInt(8, part.rowsLength());
      if (insert.executeUpdate() == 0) {
        throw new OvertakenException(part.id());
      }
    }
  }

  /** The ledger never loses a row, so this may be asked before the transaction begins. */
  static void refuseBrokenChain(Connection connection, Set<PartId> previous) throws SQLException {
    Set<PartId> missing = new HashSet<>(previous);
    missing.removeAll(committed(connection, previous));
    if (!missing.isEmpty()) {
      throw new CommitRefusedException(
          "commit: the ledger lacks "
              + missing.size()
              + " part(s) that this job committed before, for example "
              + missing.iterator().next()
              + ". The database is older than the job's state (a restored backup?): replay from"
              + " the offsets of the time of the backup");
    }
  }

  private void recordOutcome(List<SealedPart> parts, Map<PartId, Integer> added)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE parts SET written = ?, stale = ? WHERE part = ?")) {
      for (SealedPart part : parts) {
        int written = added.getOrDefault(part.id(), 0);
        UUID id = part.id().uuid();
        update.setInt(1, written);
        update.setInt(2, part.lines() - written);
        update.setObject(3, id);
        update.addBatch();
      }
      update.executeBatch();
    }
  }
}
