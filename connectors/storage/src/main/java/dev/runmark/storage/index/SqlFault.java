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

  private SqlFault() {}

  /** An exception without a state comes from the driver's own doubt about its connection. */
  public static boolean isTransient(SQLException e) {
    String state = e.getSQLState();
    return state == null
        || TRANSIENT_STATES.contains(state)
        || (state.length() == 5 && TRANSIENT_CLASSES.contains(state.substring(0, 2)));
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
