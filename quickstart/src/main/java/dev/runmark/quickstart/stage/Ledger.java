package dev.runmark.quickstart.stage;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What the index says, asked directly and not through the proxy. */
public final class Ledger {

  /** Connections past the proxy, of a user who may see and end the sessions of others. */
  @FunctionalInterface
  interface Connections {
    Connection open() throws IOException, SQLException;
  }

  private static final String FROZEN =
      "SELECT pid FROM pg_stat_activity"
          + " WHERE application_name = 'runmark writer' AND state = 'idle in transaction'";

  private final Connections connections;
  private final String schema;
  private final String writer;

  /**
   * @param writer the role that the job commits as
   */
  Ledger(Connections connections, String schema, String writer) {
    this.connections = connections;
    this.schema = schema;
    this.writer = writer;
  }

  public long parts() throws IOException, SQLException {
    return number("SELECT count(*) FROM " + schema + ".parts");
  }

  /**
   * When the part was opened that was opened last; a part's id says it, in milliseconds. The epoch
   * when there is none.
   */
  public Instant newestOpened() throws IOException, SQLException {
    // Ids sort by their time.
    List<String> newest =
        column("SELECT part FROM " + schema + ".parts ORDER BY part DESC LIMIT 1");
    return newest.isEmpty()
        ? Instant.EPOCH
        : Instant.ofEpochMilli(
            UUID.fromString(newest.get(0)).getMostSignificantBits() >>> Short.SIZE);
  }

  /** The keys of some committed parts. */
  public List<String> keys(int most) throws IOException, SQLException {
    return column("SELECT key FROM " + schema + ".parts ORDER BY part LIMIT " + most);
  }

  /** Takes a run's row away behind everybody's back: so that an audit can be seen to find it. */
  public void deleteARow() throws IOException, SQLException {
    column(
        "DELETE FROM %1$s.runs WHERE (tenant, run) IN (SELECT tenant, run FROM %1$s.runs LIMIT 1)"
                .formatted(schema)
            + " RETURNING run");
  }

  /** Server processes that serve writers now. */
  public List<String> writers() throws IOException, SQLException {
    return column(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'runmark writer' ORDER BY pid");
  }

  /** The sum of the last positions of all runs. */
  public long lastPositions() throws IOException, SQLException {
    return number(
        "SELECT coalesce(sum(last), 0) FROM (SELECT max(hi) AS last FROM "
            + schema
            + ".lines GROUP BY tenant, run_id, source) ends");
  }

  public Set<UUID> partIds() throws IOException, SQLException {
    Set<UUID> ids = new HashSet<>();
    for (String id : column("SELECT part FROM " + schema + ".parts")) {
      ids.add(UUID.fromString(id));
    }
    return ids;
  }

  /** All that is told of what was rejected. */
  public List<String> rejected() throws IOException, SQLException {
    return column("SELECT r::text FROM " + schema + ".rejected r");
  }

  public boolean hasSessionInTransaction() throws IOException, SQLException {
    return !column(FROZEN).isEmpty();
  }

  /**
   * Ends the sessions that wait in a transaction, as the server does by itself when the process at
   * the other end is dead; only that here the proxy at the other end lives.
   */
  public void endSessionsInTransaction() throws IOException, SQLException {
    column("SELECT pg_terminate_backend(pid) FROM (" + FROZEN + ") frozen");
  }

  /**
   * Makes the server refuse its writers from now on, or not any more: by a transaction that may
   * only read (25006), or by letting none of them in (53300). Their sessions are ended (57P01), so
   * that each meets it.
   *
   * @param readOnly instead of letting none in
   */
  public void refuseWriters(boolean readOnly, boolean refuse) throws IOException, SQLException {
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement()) {
      String role = "ALTER ROLE \"" + writer + "\" ";
      if (readOnly) {
        String setting = "default_transaction_read_only";
        statement.execute(
            role
                + ("IN DATABASE \"" + connection.getCatalog() + "\" ")
                + (refuse ? "SET " + setting + " = on" : "RESET " + setting));
      } else {
        statement.execute(role + "CONNECTION LIMIT " + (refuse ? 0 : -1));
      }
      if (refuse) {
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'runmark writer'");
      }
    }
  }

  /** Errors of any kind within the transaction of a commit. */
  public RaisedErrors errors() {
    return new RaisedErrors(connections, schema);
  }

  private long number(String sql) throws IOException, SQLException {
    return Long.parseLong(column(sql).get(0));
  }

  private List<String> column(String sql) throws IOException, SQLException {
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
