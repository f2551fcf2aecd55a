package dev.runmark.job.rejected.redrive;

import dev.runmark.decode.record.Origin;
import dev.runmark.job.rejected.DeadLetter;
import dev.runmark.job.rejected.RejectedInsert;
import dev.runmark.storage.index.PostgresConnections;
import dev.runmark.storage.index.PostgresOptions;
import dev.runmark.storage.index.SqlFault;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * The table {@code rejected} as redrives see it: which dead letter was sent again, and which may
 * have been.
 *
 * <p>One session for its whole life, since that holds the lock that lets one redrive run at a time:
 * with the session all is lost, nothing is opened again. Every call is a transaction.
 */
final class RejectedTable implements AutoCloseable {

  private static final String BY_KEY =
      " WHERE topic_id = ? AND partition = ? AND record_offset = ? AND event_index = ?";
  private static final String LOCK =
      "SELECT pg_try_advisory_lock(hashtextextended(current_schema() || '.redrive', 0)),"
          + " has_table_privilege('rejected', 'INSERT') AND"
          + " has_table_privilege('rejected', 'UPDATE'), current_user, pg_sleep(0.1)";
  private static final String UNLOCK = "SELECT pg_advisory_unlock_all()";
  private static final String CLAIM =
      "UPDATE rejected SET redrive_state = 1, redrive = ?, redrive_from = ?"
          + BY_KEY
          + " AND redrive_state = 0";
  private static final String SENT =
      "UPDATE rejected SET redrive_state = 2, redriven_to = ?, redriven_at = now()"
          + BY_KEY
          + " AND redrive_state = 1 AND redrive = ?";
  private static final String RELEASE =
      "UPDATE rejected SET redrive_state = 0, redrive = NULL, redrive_from = NULL"
          + BY_KEY
          + " AND redrive_state = 1 AND redrive = ?";
  private static final String CLAIMS =
      "SELECT topic_id, partition, record_offset, event_index, topic, redrive, redrive_from, origin"
          + " FROM rejected WHERE redrive_state = 1";
  private static final String KEYS =
      "SELECT topic_id, partition, record_offset, event_index FROM rejected WHERE reason = ?";
  private static final String REDRIVEN = KEYS + " AND redrive_state = 2";
  private static final String WAITING =
      KEYS + " AND redrive_state = 0 AND rejected_at < now() - interval '1 minute'";

  private static final int FETCH = 1_000;

  /** The server needs a moment to see that a client was killed. */
  private static final Duration END_OF_A_SESSION = Duration.ofSeconds(2);

  private final Connection connection;

  private RejectedTable(Connection connection) {
    this.connection = connection;
  }

  /** For looking only: takes no lock. */
  static RejectedTable open(PostgresOptions options) throws IOException {
    try {
      return new RejectedTable(new PostgresConnections(options).open("runmark redrive"));
    } catch (SQLException e) {
      throw failed("connect to " + options, e);
    }
  }

  /**
   * For sending: nobody else does until it is closed.
   *
   * @throws IOException when another redrive runs, or the role may not change the table
   */
  static RejectedTable lock(PostgresOptions options) throws IOException {
    RejectedTable table = open(options);
    try {
      table.lock();
      return table;
    } catch (SQLException e) {
      table.close();
      throw failed("lock the table of rejected records", e);
    } catch (IOException e) {
      table.close();
      throw e;
    }
  }

  private void lock() throws IOException, SQLException {
    long end = System.nanoTime() + END_OF_A_SESSION.toNanos();
    while (!tryLock()) {
      if (System.nanoTime() > end) {
        throw new IOException("redrive: another one is running; wait for its end");
      }
    }
  }

  private boolean tryLock() throws IOException, SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(LOCK)) {
      row.next();
      if (!row.getBoolean(2)) {
        throw new IOException(
            "redrive as role "
                + row.getString(3)
                + ": it may not change the table rejected; give --user and --password of a member"
                + " of runmark_maintenance");
      }
      return row.getBoolean(1);
    } finally {
      connection.commit();
    }
  }

  /**
   * Claims the letters that were never sent, also those that have no row yet.
   *
   * @param from for each partition the offset before which nothing of this redrive can lie
   * @return those that are claimed now; the others are claimed or sent already
   */
  List<DeadLetter> claim(UUID redrive, List<DeadLetter> letters, Map<TopicPartition, Long> from)
      throws IOException {
    return call(
        "claim " + letters.size() + " rejected records",
        () -> {
          insert(letters);
          int[] changed = claimRows(redrive, letters, from);
          return IntStream.range(0, changed.length)
              .filter(i -> changed[i] == 1)
              .mapToObj(letters::get)
              .toList();
        });
  }

  private int[] claimRows(UUID redrive, List<DeadLetter> letters, Map<TopicPartition, Long> from)
      throws SQLException {
    try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
      for (DeadLetter letter : letters) {
        claim.setObject(1, redrive);
        claim.setLong(2, offset(from, Redrive.target(letter)));
        RejectedInsert.setKey(claim, 3, letter.key());
        claim.addBatch();
      }
      return claim.executeBatch();
    }
  }

  private void insert(List<DeadLetter> letters) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(RejectedInsert.SQL)) {
      for (DeadLetter letter : letters) {
        RejectedInsert.set(insert, letter.row());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static long offset(Map<TopicPartition, Long> from, TopicPartition target) {
    Long offset = from.get(target);
    if (offset == null) {
      throw new IllegalArgumentException("claim for " + target + ": its end is not known");
    }
    return offset;
  }

  /** Notes where the records of claimed rows were sent to. */
  void sent(UUID redrive, Map<Origin, Long> offsets) throws IOException {
    call(
        "mark " + offsets.size() + " rejected records as redriven",
        () -> {
          List<Origin> keys = new ArrayList<>();
          try (PreparedStatement sent = connection.prepareStatement(SENT)) {
            for (Map.Entry<Origin, Long> record : offsets.entrySet()) {
              keys.add(record.getKey());
              sent.setLong(1, record.getValue());
              sent.setObject(RejectedInsert.setKey(sent, 2, record.getKey()), redrive);
              sent.addBatch();
            }
            int[] rows = sent.executeBatch();
            for (int i = 0; i < rows.length; i++) {
              requireOne(rows[i], keys.get(i));
            }
          }
          return offsets.size();
        });
  }

  /** Gives a claim up: its record was never sent. */
  void release(Claim claim) throws IOException {
    call(
        "release rejected record " + claim.key(),
        () -> {
          try (PreparedStatement release = connection.prepareStatement(RELEASE)) {
            release.setObject(RejectedInsert.setKey(release, 1, claim.key()), claim.redrive());
            requireOne(release.executeUpdate(), claim.key());
          }
          return claim;
        });
  }

  private static void requireOne(int rows, Origin key) {
    if (rows != 1) {
      throw new IllegalStateException(
          "redrive of " + key + ": " + rows + " rows hold its claim, somebody else changed it");
    }
  }

  /** What redrives that were broken off have left. */
  List<Claim> claims() throws IOException {
    return call(
        "read the claims of earlier redrives",
        () -> {
          List<Claim> claims = new ArrayList<>();
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery(CLAIMS)) {
            while (rows.next()) {
              Origin key = key(rows);
              String origin = rows.getString("origin");
              Origin first = origin == null ? key : Origin.parse(origin);
              claims.add(
                  new Claim(
                      key,
                      rows.getObject("redrive", UUID.class),
                      new TopicPartition(rows.getString("topic"), key.partition()),
                      rows.getLong("redrive_from"),
                      first == null ? key : first));
            }
          }
          return claims;
        });
  }

  /** The rows of a reason that were redriven. */
  Set<Origin> redriven(String reason) throws IOException {
    Set<Origin> redriven = new HashSet<>();
    read(REDRIVEN, reason, redriven::add);
    return redriven;
  }

  /**
   * The rows of a reason that were never redriven, but those of the last minute: their dead letters
   * may still be on their way.
   */
  void waiting(String reason, Consumer<Origin> each) throws IOException {
    read(WAITING, reason, each);
  }

  private void read(String select, String reason, Consumer<Origin> each) throws IOException {
    call(
        "read the rejected records with reason " + reason,
        () -> {
          try (PreparedStatement statement = connection.prepareStatement(select)) {
            statement.setString(1, reason);
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                each.accept(key(rows));
              }
            }
          }
          return reason;
        });
  }

  private static Origin key(ResultSet row) throws SQLException {
    return new Origin(
        row.getObject("topic_id", UUID.class),
        row.getInt("partition"),
        row.getLong("record_offset"),
        row.getInt("event_index"));
  }

  private <T> T call(String what, Work<T> work) throws IOException {
    try {
      T result = work.run();
      connection.commit();
      return result;
    } catch (SQLException e) {
      throw failed(what, e);
    }
  }

  private static IOException failed(String what, SQLException e) {
    return new IOException(what + ": " + SqlFault.describe(e), e);
  }

  /** Also ends the lock; what was not committed has not happened. */
  @Override
  public void close() {
    try (Statement statement = connection.createStatement()) {
      connection.rollback();
      statement.execute(UNLOCK);
      connection.commit();
      connection.close();
    } catch (SQLException e) {
      abort();
    }
  }

  private void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It was to be thrown away in any case.
      return;
    }
  }

  private interface Work<T> {
    T run() throws SQLException;
  }
}
