package dev.runmark.storage.index;

import dev.runmark.storage.retry.RetryCause;
import java.sql.SQLException;
import java.util.Set;

/** Whether trying again can help, by SQLSTATE (PostgreSQL's documentation, appendix A). */
public final class SqlFault {

  private static final Set<String> TRANSIENT_CLASSES =
      Set.of(
          "08", // connection exception
          "40", // serialization failure, deadlock
          "53", // no disk, no memory, too many connections
          "57", // shutdown, crash, starting up, statement timeout
          "58"); // the server's own I/O failed
  private static final Set<String> TRANSIENT_STATES =
      Set.of(
          "25006", // read-only: a standby that is about to be promoted
          "25P03", // ended: idle in transaction
          "55P03"); // lock timeout

  private static final Set<String> REFUSALS =
      Set.of(
          "3D000", // no such database
          "3F000", // no such schema
          "42501", // a right is missing
          "42P01", // no such table: not migrated, or no right on the schema
          "42703", // no such column: another version
          "42883"); // no such function

  private SqlFault() {}

  /** An exception without a state comes from the driver's own doubt about its connection. */
  public static boolean isTransient(SQLException e) {
    String state = e.getSQLState();
    return state == null
        || TRANSIENT_STATES.contains(state)
        || (state.length() == 5 && TRANSIENT_CLASSES.contains(state.substring(0, 2)));
  }

  /** Whether the server is there, but not for this user, or not with this schema. */
  static boolean isRefusal(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("28") || REFUSALS.contains(state);
  }

  /** As what another try is counted. */
  static RetryCause cause(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.isEmpty() || state.startsWith("08")) {
      return RetryCause.NETWORK;
    }
    if (state.startsWith("40") || state.equals("55P03")) {
      return RetryCause.CONFLICT;
    }
    return state.startsWith("53") ? RetryCause.RESOURCES : RetryCause.SERVER;
  }

  /** The server's message with its state, on one line. */
  public static String describe(SQLException e) {
    return String.valueOf(e.getMessage()).replace('\n', ' ') + " [" + e.getSQLState() + "]";
  }
}
