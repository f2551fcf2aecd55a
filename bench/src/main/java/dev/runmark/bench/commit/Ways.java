package dev.runmark.bench.commit;

import dev.runmark.bench.servers.IndexSchema;
import dev.runmark.bench.servers.PostgresAccess;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** All ways, each to a table of its own that is as the index's, with its indexes or without. */
final class Ways implements AutoCloseable {

  /** More rows than this, one by one, say no more and take minutes. */
  private static final int MOST_SINGLE_ROWS = 10_000;

  private final PostgresAccess access;
  private final IndexSchema index;
  private final List<Way> all = new ArrayList<>();
  private final CommitWay source;

  /**
   * @param index the committer's; the other tables are beside it
   */
  Ways(PostgresAccess access, IndexSchema index, IndexSchema source) throws SQLException {
    this.access = access;
    this.index = index;
    this.source = new CommitWay(source);
    try {
      open();
    } catch (SQLException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void open() throws SQLException {
    all.add(new CommitWay(index));
    all.add(new ReplayWay(new CommitWay(IndexSchema.create("replayed", access))));
    all.add(new CopyWay(CommitBench.COPY, table("copied", "INCLUDING ALL"), source, access));
    all.add(new CopyWay("COPY, no index", table("bare", ""), source, access));
    all.add(new UnnestWay(table("unnested", "INCLUDING ALL"), access));
    insert("INSERT, 1000 a batch", 1000, 1, true);
    insert("INSERT, 100 a transaction", 100, 1, false);
    insert("the same, ten connections", 100, 10, false);
    insert("INSERT, 1 a transaction", 1, 1, false);
  }

  private void insert(String name, int size, int connections, boolean atOnce) throws SQLException {
    String table = table("inserted_" + all.size(), "INCLUDING ALL");
    all.add(new InsertWay(new InsertWay.Manner(name, size, connections, atOnce), table, access));
  }

  private String table(String name, String like) throws SQLException {
    String table = index.name() + "." + name;
    access.execute("CREATE TABLE " + table + " (LIKE " + index.name() + ".runs " + like + ")");
    return table;
  }

  /** Those that are measured with batches of so many rows. */
  List<Way> of(int rows) {
    return rows > MOST_SINGLE_ROWS ? all.subList(0, all.size() - 1) : all;
  }

  @Override
  public void close() throws SQLException {
    for (Way way : all) {
      way.close();
    }
    source.close();
  }
}
