package dev.runmark.storage.index;

import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.failure.InvalidQueryException;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.query.Order;
import dev.runmark.storage.query.PartQuery;
import dev.runmark.storage.query.Place;
import dev.runmark.storage.query.RunQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The read side of the index in PostgreSQL, over a pool of read-only connections. Thread-safe.
 *
 * <p>What goes wrong is a {@link ReadException}: PostgreSQL is away or refuses, or a row is not
 * sound.
 */
public final class PostgresReadIndex implements RunLookup, AutoCloseable {

  /** Of a trace that is given whole; each takes about a kilobyte of memory. */
  public static final int LINES_OF_A_TRACE = 100_000;

  private final IndexReads reads;
  private final String schema;

  public PostgresReadIndex(PostgresOptions options) {
    this(options, ReadLimits.DEFAULT);
  }

  /** Connects with the first read, not now. */
  public PostgresReadIndex(PostgresOptions options, ReadLimits limits) {
    schema = options.schema();
    reads = new IndexReads(new ReadPool(options, limits));
  }

  @Override
  public List<LineLocation> find(RunKey key) throws ReadException {
    return reads.ask(
        "run " + key.run(),
        key.tenant(),
        RunSelects.linesOf(key.tenant(), key.run()),
        rows -> lines(key.run(), rows));
  }

  private static List<LineLocation> lines(UUID run, ResultSet rows)
      throws SQLException, CorruptRunException {
    List<LineLocation> lines = new ArrayList<>(1);
    LineRows places = new LineRows();
    int promised = 0;
    try {
      while (rows.next()) {
        promised = rows.getInt("lines");
        places.read(rows).ifPresent(lines::add);
      }
    } catch (IllegalArgumentException e) {
      throw new CorruptRunException(run, String.valueOf(e.getMessage()), e);
    }
    return LineRows.whole(run, promised, lines);
  }

  /** Those of the runs that there are, in any order, by one statement. */
  public List<IndexedRun> findAll(String tenant, Collection<UUID> ids) throws ReadException {
    UUID[] wanted = ids.toArray(UUID[]::new);
    return wanted.length == 0
        ? List.of()
        : runs(wanted.length + " runs", tenant, RunSelects.byId(tenant, wanted));
  }

  /**
   * All runs of a trace, in any order, by one statement.
   *
   * @throws InvalidQueryException when they have more lines than {@link #LINES_OF_A_TRACE}: whoever
   *     sends them may give all of a tenant's runs one trace, and no tree is made of a part of them
   */
  public List<IndexedRun> trace(String tenant, UUID trace) throws ReadException {
    List<IndexedRun> runs =
        runs("trace " + trace, tenant, RunSelects.byTrace(tenant, trace, LINES_OF_A_TRACE + 1));
    if (runs.stream().mapToLong(run -> run.lines().size()).sum() > LINES_OF_A_TRACE) {
      throw new InvalidQueryException(
          "trace",
          "it has more than "
              + LINES_OF_A_TRACE
              + " lines; its runs can be listed page by page instead");
    }
    return runs;
  }

  /**
   * The next runs of a list, by one statement, or two where those without a start time begin.
   *
   * @param after where to begin; null: at the start
   * @param most how many at most, whatever the query's limit is
   */
  public List<IndexedRun> runs(RunQuery query, @Nullable Place after, int most)
      throws ReadException {
    return page(RunSelects.Kind.RUNS, query, after, most).stream().map(TracedRoot::root).toList();
  }

  /** The same of the runs that begin a trace, with the trace's totals. */
  public List<TracedRoot> roots(RunQuery query, @Nullable Place after, int most)
      throws ReadException {
    return page(RunSelects.Kind.ROOTS, query, after, most);
  }

  private List<TracedRoot> page(
      RunSelects.Kind kind, RunQuery query, @Nullable Place after, int most) throws ReadException {
    boolean dated = after == null || after.time() != null;
    List<TracedRoot> page = new ArrayList<>();
    if (dated) {
      page.addAll(part(kind, query, RunSelects.page(query, kind, after, true, most)));
    }
    if (page.size() < most && query.from() == null && query.to() == null) {
      Place behind = dated ? null : after;
      int left = most - page.size();
      page.addAll(part(kind, query, RunSelects.page(query, kind, behind, false, left)));
    }
    return page;
  }

  private List<TracedRoot> part(RunSelects.Kind kind, RunQuery query, Sql sql)
      throws ReadException {
    return reads.ask(
        "runs",
        query.tenant(),
        sql,
        rows -> {
          RunRows runs = new RunRows(query.tenant());
          Map<UUID, long[]> totals = new HashMap<>();
          while (rows.next()) {
            runs.add(rows);
            if (kind == RunSelects.Kind.ROOTS) {
              totals.put(
                  LineColumns.uuid(rows, "run"),
                  new long[] {rows.getLong("trace_runs"), rows.getLong("trace_errors")});
            }
          }
          List<TracedRoot> roots = new ArrayList<>();
          for (IndexedRun run : runs.runs()) {
            long[] of = totals.getOrDefault(run.key().run(), new long[2]);
            roots.add(new TracedRoot(run, of[0], of[1]));
          }
          return roots;
        });
  }

  /** The next committed parts, by one statement; a place's id is the part's. */
  public List<LedgerPart> parts(PartQuery query, @Nullable Place after, int most)
      throws ReadException {
    boolean newest = query.order() == Order.NEWEST_FIRST;
    Sql sql =
        new Sql()
            .add("SELECT part, bucket, key, compression, length, lines, checksum, committed_at")
            .add(" FROM parts WHERE state = 0");
    if (query.from() != null) {
      sql.add(" AND part >= ?", PartId.firstAt(query.from()));
    }
    if (query.to() != null) {
      sql.add(" AND part < ?", PartId.firstAt(query.to()));
    }
    if (after != null) {
      sql.add(" AND part " + (newest ? "<" : ">") + " ?", after.id());
    }
    sql.add(" ORDER BY part" + (newest ? " DESC" : "") + " LIMIT " + most);
    return reads.ask(
        "parts",
        sql,
        rows -> {
          List<LedgerPart> parts = new ArrayList<>();
          while (rows.next()) {
            parts.add(part(rows));
          }
          return parts;
        });
  }

  private static LedgerPart part(ResultSet row) throws SQLException {
    return new LedgerPart(
        new PartId(LineColumns.uuid(row, "part")),
        row.getString("bucket"),
        row.getString("key"),
        Compression.ofCode(row.getInt("compression")),
        row.getLong("length"),
        row.getInt("lines"),
        row.getInt("checksum"),
        Objects.requireNonNull(LineColumns.instant(row, "committed_at")));
  }

  /** Those of a tenant's events that readers do not see yet, by one statement. */
  public List<AwaitedEvent> waiting(String tenant, UUID topicId, List<AwaitedEvent> events)
      throws ReadException {
    Sql sql = AwaitedEvent.unseen(tenant, topicId, events);
    return reads.ask(
        events.size() + " events",
        tenant,
        sql,
        rows -> {
          List<AwaitedEvent> waiting = new ArrayList<>();
          while (rows.next()) {
            waiting.add(events.get(rows.getInt(1) - 1));
          }
          return waiting;
        });
  }

  /** What all servers of one index sign cursors with. */
  public byte[] cursorKey() throws ReadException {
    return reads.ask(
        "the key of cursors",
        new Sql().add("SELECT key FROM cursor_key"),
        rows -> {
          if (!rows.next()) {
            throw new SQLException("the table cursor_key is empty", "XX001");
          }
          return rows.getBytes(1);
        });
  }

  /** Whether all that is asked here can be answered to this user. */
  public ReaderFitness fitness() throws ReadException {
    return ReaderFitness.of(reads, schema);
  }

  private List<IndexedRun> runs(String what, String tenant, Sql sql) throws ReadException {
    return reads.ask(
        what,
        tenant,
        sql,
        rows -> {
          RunRows runs = new RunRows(tenant);
          while (rows.next()) {
            runs.add(rows);
          }
          return runs.runs();
        });
  }

  @Override
  public void close() {
    reads.close();
  }
}
