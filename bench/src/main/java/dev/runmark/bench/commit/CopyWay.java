package dev.runmark.bench.commit;

import dev.runmark.bench.servers.PostgresAccess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * COPY of the very rows that the committer would write, in binary, its bytes made beforehand by the
 * server itself: nothing is asked, and nothing is told apart.
 */
final class CopyWay implements Way {

  private final String name;
  private final String table;
  private final CommitWay source;
  private final PostgresAccess access;
  private final Connection connection;
  private byte[] bytes = new byte[0];

  /**
   * @param source commits a batch to a table of its own, to be copied from there
   */
  CopyWay(String name, String table, CommitWay source, PostgresAccess access) throws SQLException {
    this.name = name;
    this.table = table;
    this.source = source;
    this.access = access;
    this.connection = access.connect();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String table() {
    return table;
  }

  @Override
  public void prepare(Batch batch) throws Exception {
    access.execute("TRUNCATE " + source.table());
    source.prepare(batch);
    source.store();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    copies().copyOut("COPY " + source.table() + " TO STDOUT (FORMAT binary)", out);
    bytes = out.toByteArray();
  }

  @Override
  public void store() throws Exception {
    copies()
        .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)", new ByteArrayInputStream(bytes));
  }

  private CopyManager copies() throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
