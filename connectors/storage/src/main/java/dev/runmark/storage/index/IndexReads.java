package dev.runmark.storage.index;

import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.failure.IndexRefusedException;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.failure.StoreAwayException;
import dev.runmark.storage.tracing.Spans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks the index, each question in one round trip over a pooled connection. Thread-safe.
 *
 * <p>A question of a tenant names it to the server, whose row-level security then hides all others'
 * rows, whatever the statement says. The name goes before the statement in the same message: in
 * auto-commit mode both are one transaction, carried out in their order, and with its end the name
 * is forgotten, so that a connection goes back to the pool without one.
 *
 * <p>A read that meets a broken connection, as after the server's restart, is made once more;
 * otherwise it waits no longer than for a connection and the statement.
 */
final class IndexReads implements AutoCloseable {

  /** The third argument: until the end of the transaction only. */
  private static final String NAMING = "SELECT set_config('runmark.tenant', ?, true);";

  private static final AttributeKey<String> ASKED = AttributeKey.stringKey("runmark.asked");

  private final ReadPool pool;

  IndexReads(ReadPool pool) {
    this.pool = pool;
  }

  /** Makes an answer of the rows. */
  interface Answer<T> {
    T read(ResultSet rows) throws SQLException, CorruptRunException;
  }

  /** Asks for what has no tenant; of what has one, nothing is seen. */
  <T> T ask(String what, Sql sql, Answer<T> answer) throws ReadException {
    return ask(what, null, sql, answer);
  }

  /**
   * Asks on behalf of a tenant.
   *
   * @param what is asked for, as an error names it
   * @param tenant null: nobody's
   */
  <T> T ask(String what, @Nullable String tenant, Sql sql, Answer<T> answer) throws ReadException {
    long begun = System.nanoTime();
    Span span = Spans.child("SELECT", SpanKind.CLIENT);
    span.setAttribute(ASKED, what);
    try {
      try {
        return once(tenant, sql, answer);
      } catch (SQLException e) {
        if (!brokenConnection(e)) {
          throw e;
        }
        return once(tenant, sql, answer);
      }
    } catch (SQLException e) {
      SQLException told = e.getCause() instanceof SQLException cause ? cause : e;
      if (SqlFault.isRefusal(told)) {
        throw new IndexRefusedException(
            "look up " + what + ": PostgreSQL refuses: " + SqlFault.describe(told), e);
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - begun);
      throw new StoreAwayException(
          StoreAwayException.Store.INDEX,
          waited,
          "look up " + what + ": PostgreSQL, after " + waited.toMillis() + " ms: " + why(e),
          e);
    } finally {
      span.end();
    }
  }

  private <T> T once(@Nullable String tenant, Sql sql, Answer<T> answer)
      throws SQLException, CorruptRunException {
    Sql named = tenant == null ? sql : new Sql().add(NAMING, tenant).add(sql);
    try (Connection connection = pool.take();
        PreparedStatement statement = named.prepare(connection)) {
      statement.execute();
      if (tenant != null) {
        statement.getMoreResults();
      }
      try (ResultSet rows = statement.getResultSet()) {
        return answer.read(rows);
      }
    }
  }

  /** One that the pool had, not one that could not be opened: for that it has waited already. */
  private static boolean brokenConnection(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    boolean broken = state.startsWith("08") || state.startsWith("57P0");
    return broken && !(e instanceof SQLTransientConnectionException);
  }

  /** The pool's own words hide why it could not connect. */
  private static String why(SQLException e) {
    String own = SqlFault.describe(e);
    return e.getCause() instanceof SQLException cause ? own + ": " + SqlFault.describe(cause) : own;
  }

  @Override
  public void close() {
    pool.close();
  }
}
