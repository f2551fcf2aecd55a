package dev.runmark.storage.index;

import dev.runmark.storage.query.Order;
import dev.runmark.storage.query.Place;
import dev.runmark.storage.query.RunQuery;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The statements that read runs. Each gives one row per line: the run's columns, the line's, and
 * its part's, which are NULL when the ledger lacks the part.
 *
 * <p>A page is found by the index on (tenant, project, start_time, run) before anything is joined
 * to it. Over all projects it is the best of the best of each project: one more index would cost
 * every committed row more than these few look-ups cost a page. NULL start times are another list,
 * behind the one that has them.
 */
final class RunSelects {

  private static final String TENANT = "(SELECT tenant FROM tenants WHERE name = ?)";

  /** Of a line, and how many the run has. */
  private static final String LINE =
      "r.lines, l.source AS line_source, l.lo, l.hi, l.created AS line_created,"
          + " l.trace AS line_trace, l.part, l.start_offset, l.length, l.line_offset, l.line_length,"
          + " l.checksum, a.bucket, a.key, a.compression";

  private static final String LINES =
      " LEFT JOIN LATERAL ("
          + "SELECT r.source, r.lo, r.hi, r.created, r.trace, r.part, r.start_offset, r.length,"
          + " r.line_offset, r.line_length, r.checksum WHERE r.lines = 1 UNION ALL"
          + " SELECT f.source, f.lo, f.hi, f.created, f.trace, f.part, f.start_offset, f.length,"
          + " f.line_offset, f.line_length, f.checksum FROM fragments f"
          + " WHERE r.lines > 1 AND f.tenant = r.tenant AND f.run = r.run"
          + ") l ON true LEFT JOIN parts a ON a.part = l.part";

  private static final String COLUMNS =
      "SELECT r.run, r.trace, r.created, r.parent, r.name, r.run_type, r.status, r.start_time,"
          + " r.end_time, j.name AS project_name, "
          + LINE;

  private static final String JOINS = " r LEFT JOIN projects j ON j.project = r.project" + LINES;
  private static final String TOTALS =
      " CROSS JOIN LATERAL (SELECT count(*) AS trace_runs,"
          + " count(*) FILTER (WHERE b.status = 2) AS trace_errors FROM runs b"
          + " WHERE b.tenant = r.tenant AND b.trace = r.trace AND b.lines > 0) t";

  private RunSelects() {}

  /** The lines of one run, and nothing that lists are made of. */
  static Sql linesOf(String tenant, UUID run) {
    return new Sql()
        .add("SELECT r.run, " + LINE + " FROM runs r" + LINES)
        .add(" WHERE r.tenant = " + TENANT, tenant)
        .add(" AND r.lines > 0 AND r.run = ?", run);
  }

  /**
   * One run is asked for without an array: of how many ids one has the planner cannot know, so that
   * it makes a new plan each time, which takes several times as long as the look-up.
   */
  static Sql byId(String tenant, UUID[] ids) {
    Sql sql =
        new Sql()
            .add(COLUMNS)
            .add(" FROM runs" + JOINS)
            .add(" WHERE r.tenant = " + TENANT, tenant)
            .add(" AND r.lines > 0");
    return ids.length == 1
        ? sql.add(" AND r.run = ?", ids[0])
        : sql.add(" AND r.run = ANY (?)", (Object) ids);
  }

  static Sql byTrace(String tenant, UUID trace, int most) {
    return new Sql()
        .add(COLUMNS)
        .add(" FROM runs" + JOINS)
        .add(" WHERE r.tenant = " + TENANT, tenant)
        .add(" AND r.trace = ? AND r.lines > 0", trace)
        .add(" LIMIT " + most);
  }

  /** Which of two lists: all runs, or those that begin a trace, with its totals. */
  enum Kind {
    RUNS("r.lines > 0", "", ""),
    ROOTS("r.lines > 0 AND r.parent IS NULL AND r.created", TOTALS, ", t.*");

    private final String condition;
    private final String joins;
    private final String columns;

    Kind(String condition, String joins, String columns) {
      this.condition = condition;
      this.joins = joins;
      this.columns = columns;
    }
  }

  /**
   * One page.
   *
   * @param after where it begins; null: at the start of the part of the list that is told by {@code
   *     dated}
   * @param dated whether of the runs with a start time, or of those without
   */
  static Sql page(RunQuery query, Kind kind, @Nullable Place after, boolean dated, int limit) {
    Filter filter = new Filter(query, kind, after, dated, limit);
    UUID trace = query.trace();
    Sql page = trace == null ? filter.ofProjects() : filter.ofTrace(trace);
    return new Sql()
        .add(COLUMNS + kind.columns + " FROM (")
        .add(page)
        .add(")" + JOINS + kind.joins)
        .add(filter.order());
  }

  /** The conditions of one page. */
  private record Filter(
      RunQuery query, Kind kind, @Nullable Place after, boolean dated, int limit) {

    /** OFFSET 0 keeps the planner from reading the whole project in order to skip a sort. */
    Sql ofTrace(UUID trace) {
      Sql sql =
          new Sql()
              .add("SELECT r.* FROM (SELECT * FROM runs WHERE tenant = " + TENANT, query.tenant())
              .add(" AND trace = ? OFFSET 0) r WHERE true", trace);
      if (query.project() != null) {
        sql.add(
                " AND r.project = (SELECT project FROM projects WHERE tenant = " + TENANT,
                query.tenant())
            .add(" AND name = ?)", query.project());
      }
      return sql.add(conditions());
    }

    Sql ofProjects() {
      if (query.project() != null) {
        return new Sql()
            .add("SELECT r.* FROM runs r WHERE r.tenant = " + TENANT, query.tenant())
            .add(
                " AND r.project = (SELECT project FROM projects WHERE tenant = " + TENANT,
                query.tenant())
            .add(" AND name = ?)", query.project())
            .add(conditions());
      }
      return new Sql()
          .add("SELECT r.* FROM (SELECT r.* FROM (SELECT tenant, project FROM projects")
          .add(" WHERE tenant = " + TENANT, query.tenant())
          .add(") q CROSS JOIN LATERAL (SELECT r.* FROM runs r WHERE r.tenant = q.tenant")
          .add(" AND r.project = q.project")
          .add(conditions())
          .add(") r UNION ALL (SELECT r.* FROM runs r WHERE r.tenant = " + TENANT, query.tenant())
          .add(" AND r.project IS NULL")
          .add(conditions())
          .add(")) r")
          .add(order() + " LIMIT " + limit);
    }

    private Sql conditions() {
      Sql sql = new Sql().add(" AND " + kind.condition);
      if (query.runType() != null) {
        sql.add(" AND r.run_type = ?", query.runType());
      }
      if (query.status() != null) {
        sql.add(" AND coalesce(r.status, 0) = ?", query.status().code());
      }
      if (query.hasError() != null) {
        sql.add(" AND coalesce(r.status, 0) " + (query.hasError() ? "=" : "<>") + " 2");
      }
      if (query.namePrefix() != null) {
        sql.add(" AND starts_with(r.name, ?)", query.namePrefix());
      }
      return sql.add(times()).add(keyset()).add(order() + " LIMIT " + limit);
    }

    private Sql times() {
      Sql sql = new Sql().add(" AND r.start_time IS " + (dated ? "NOT NULL" : "NULL"));
      if (query.from() != null) {
        sql.add(" AND r.start_time >= ?", query.from());
      }
      if (query.to() != null) {
        sql.add(" AND r.start_time < ?", query.to());
      }
      return sql;
    }

    private Sql keyset() {
      Sql sql = new Sql();
      if (after == null) {
        return sql;
      }
      String beyond = query.order() == Order.NEWEST_FIRST ? "<" : ">";
      return dated && after.time() != null
          ? sql.add(" AND (r.start_time, r.run) " + beyond + " (?, ?)", after.time(), after.id())
          : sql.add(" AND r.run " + beyond + " ?", after.id());
    }

    /** As the index has it, in one direction or the other. */
    private String order() {
      return query.order() == Order.NEWEST_FIRST
          ? " ORDER BY r.start_time DESC, r.run DESC"
          : " ORDER BY r.start_time, r.run";
    }
  }
}
