package dev.runmark.storage.index;

import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sweep's side of the wall: raises the floor, and then asks which parts are in the ledger.
 *
 * <p>A committer holds the floor's row FOR SHARE from before it adds to the ledger until its end.
 * So once the floor is raised and committed, every part below it is either visible in the ledger or
 * will be refused for ever. Each question looks at the floor again: a server that was restored or
 * failed over to an older state may no longer know it, and would let committers through.
 *
 * <p>Owned by one thread; one connection, opened again after a fault that passes.
 */
public final class SweepLedger implements SweepIndex, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SweepLedger.class);
  private static final int ATTEMPTS = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  /** As a committer reads it: in milliseconds, rounded, 0 for "never". */
  private static final String MILLIS =
      "CASE WHEN isfinite(sealed_before)"
          + " THEN (extract(epoch FROM sealed_before) * 1000)::bigint ELSE 0 END";

  private static final String WANTED =
      "greatest(sealed_before, date_trunc('milliseconds', now() - make_interval(secs => ?)))";

  private static final String RAISE =
      "UPDATE sweep_floor SET sealed_before = " + WANTED + " RETURNING " + MILLIS;
  private static final String WOULD_BE =
      "SELECT " + MILLIS + " FROM (SELECT " + WANTED + " AS sealed_before FROM sweep_floor) floor";

  /** One row at least, which has the floor; state 2 is deleted, and its object may go. */
  private static final String NAMED =
      "SELECT p.part, f.millis FROM (SELECT "
          + MILLIS
          + " AS millis FROM sweep_floor) f"
          + " LEFT JOIN parts p ON p.part = ANY (?) AND p.state <> 2";

  private static final String NEWEST =
      "SELECT key FROM parts WHERE bucket = ? AND starts_with(key, ?) AND state = 0"
          + " ORDER BY part DESC LIMIT ?";

  private final PostgresOptions options;
  private final PostgresConnections connections;
  private @Nullable Connection connection;

  public SweepLedger(PostgresOptions options) {
    this.options = options;
    this.connections = new PostgresConnections(options);
  }

  @Override
  public Instant raiseFloor(Duration grace) throws IOException {
    return ask("raise the sweep floor", open -> floor(open, RAISE, grace));
  }

  @Override
  public Instant floorAfter(Duration grace) throws IOException {
    return ask("read the sweep floor", open -> floor(open, WOULD_BE, grace));
  }

  private static Instant floor(Connection open, String sql, Duration grace) throws SQLException {
    try (PreparedStatement statement = open.prepareStatement(sql)) {
      statement.setDouble(1, grace.toMillis() / 1000.0);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("the sweep floor has no row", "XX001");
        }
        return Instant.ofEpochMilli(row.getLong(1));
      }
    }
  }

  @Override
  public boolean knows(PartLocation location) throws IOException {
    return ask(
        "read the ledger",
        open -> {
          try (PreparedStatement select =
              open.prepareStatement(
                  "SELECT EXISTS (SELECT FROM parts WHERE bucket = ? AND starts_with(key, ?))")) {
            select.setString(1, location.bucket());
            select.setString(2, location.folders());
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getBoolean(1);
            }
          }
        });
  }

  @Override
  public List<String> newest(PartLocation location, int most) throws IOException {
    return ask(
        "read the ledger",
        open -> {
          try (PreparedStatement select = open.prepareStatement(NEWEST)) {
            select.setString(1, location.bucket());
            select.setString(2, location.folders());
            select.setInt(3, most);
            List<String> keys = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                keys.add(rows.getString(1));
              }
            }
            return keys;
          }
        });
  }

  @Override
  public Set<PartId> named(Collection<PartId> parts, @Nullable Instant floor) throws IOException {
    Object[] ids = parts.stream().map(PartId::uuid).toArray();
    Named answer = ask("ask the ledger for " + ids.length + " parts", open -> named(open, ids));
    if (floor != null && answer.floor.isBefore(floor)) {
      throw new IOException(
          "ask the ledger for parts: its sweep floor is "
              + answer.floor
              + ", it was raised to "
              + floor
              + ": is this an older state of the database?");
    }
    return answer.parts;
  }

  private record Named(Instant floor, Set<PartId> parts) {}

  private static Named named(Connection open, Object[] ids) throws SQLException {
    try (PreparedStatement select = open.prepareStatement(NAMED)) {
      select.setArray(1, open.createArrayOf("uuid", ids));
      Set<PartId> parts = new HashSet<>();
      Instant floor = Instant.EPOCH;
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          floor = Instant.ofEpochMilli(rows.getLong("millis"));
          if (rows.getObject("part") != null) {
            parts.add(new PartId(LineColumns.uuid(rows, "part")));
          }
        }
      }
      return new Named(floor, parts);
    }
  }

  private interface Question<T> {
    T of(Connection open) throws SQLException;
  }

  /** Each question is one statement, and may be asked again whatever became of the last try. */
  private <T> T ask(String what, Question<T> question) throws IOException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; true; attempt++) {
      try {
        return question.of(connection());
      } catch (SQLException e) {
        close();
        if (attempt == ATTEMPTS || !SqlFault.isTransient(e)) {
          throw new IOException(
              what + " in " + options + ": " + SqlFault.describe(e) + attempts(attempt), e);
        }
        LOG.warn("{}: {}; trying again in {}", what, SqlFault.describe(e), pause);
      }
      sleep(what, pause);
      pause = pause.multipliedBy(2);
    }
  }

  private static String attempts(int attempt) {
    return attempt == 1 ? "" : " (gave up after " + attempt + " attempts)";
  }

  private static void sleep(String what, Duration pause) throws InterruptedIOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(what + ": interrupted");
    }
  }

  private Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = connections.open("runmark sweep");
      open.setAutoCommit(true);
      connection = open;
    }
    return open;
  }

  @Override
  public void close() {
    Connection old = connection;
    connection = null;
    if (old != null) {
      try {
        old.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("close of the sweep's connection", e);
      }
    }
  }
}
