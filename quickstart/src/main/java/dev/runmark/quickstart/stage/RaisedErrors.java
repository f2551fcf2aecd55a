package dev.runmark.quickstart.stage;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * Errors that the real server sends in the middle of the real transaction of a commit: triggers of
 * the index's owner raise them, with any SQLSTATE, until they are dropped.
 *
 * <p>A sequence counts them, since what it gives is not taken back by the roll-back that follows.
 */
public final class RaisedErrors {

  /** Where in the transaction. */
  public enum Place {
    /** When the ledger's rows are inserted. */
    PARTS("TRIGGER planted BEFORE INSERT ON %s.parts FOR EACH STATEMENT"),
    /** When the rows of runs are. */
    RUNS("TRIGGER planted BEFORE INSERT ON %s.runs FOR EACH STATEMENT"),
    /** When all is done and the server carries out COMMIT. */
    COMMIT(
        "CONSTRAINT TRIGGER planted AFTER INSERT ON %s.parts"
            + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW");

    private final String trigger;

    Place(String trigger) {
      this.trigger = trigger;
    }

    @Override
    public String toString() {
      return this == COMMIT ? name() : name().toLowerCase(Locale.ROOT);
    }
  }

  private final Ledger.Connections connections;
  private final String schema;

  RaisedErrors(Ledger.Connections connections, String schema) {
    this.connections = connections;
    this.schema = schema;
  }

  /**
   * Every commit that gets there fails from now on.
   *
   * @param state five characters
   */
  public void begin(String state, Place place) throws IOException, SQLException {
    execute(
        // A commit that hangs holds the table; what waits for it for ever would hold up the others.
        "SET lock_timeout = '60s'",
        "CREATE SCHEMA planted",
        "CREATE SEQUENCE planted.raised",
        "CREATE FUNCTION planted.raise() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS"
            + " $$ BEGIN PERFORM nextval('planted.raised');"
            + " RAISE EXCEPTION 'planted error' USING ERRCODE = '"
            + state
            + "'; END $$",
        "CREATE " + place.trigger.formatted(schema) + " EXECUTE FUNCTION planted.raise()");
  }

  /** How many commits have failed of it. */
  public long count() throws IOException, SQLException {
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM planted.raised")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /**
   * None fails of it any more; nothing is left of it, whether it had begun or not. Step by step: a
   * commit that is just raising holds the table and wants the sequence, so nobody may hold that and
   * wait for the table.
   */
  public void end() throws IOException, SQLException {
    execute(
        "SET lock_timeout = '60s'",
        "DROP TRIGGER IF EXISTS planted ON " + schema + ".parts",
        "DROP TRIGGER IF EXISTS planted ON " + schema + ".runs",
        "DROP SCHEMA IF EXISTS planted CASCADE");
  }

  private void execute(String... statements) throws IOException, SQLException {
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }
}
