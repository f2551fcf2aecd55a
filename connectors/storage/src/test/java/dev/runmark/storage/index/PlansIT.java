package dev.runmark.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.index.RunSelects.Kind;
import dev.runmark.storage.query.Order;
import dev.runmark.storage.query.Place;
import dev.runmark.storage.query.RunQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the statements of the read side cost among 100,000 runs: pages, never the table. */
class PlansIT {

  private static final int PAGE = 100;
  private static final int PROJECTS = 4;
  private static final Instant MIDDLE = Instant.parse("2026-01-01T14:00:00Z");
  private static final RunQuery ALL = RunQuery.of("tenant 1");
  private static final Pattern ROWS = Pattern.compile("actual rows=([0-9.]+) loops=([0-9]+)");

  private static IndexDatabase database;

  @BeforeAll
  static void fill() throws Exception {
    database = IndexDatabase.create();
    database.execute(
        "INSERT INTO tenants (name) SELECT 'tenant ' || n FROM generate_series(1, 2) n;"
            + "INSERT INTO projects (tenant, name) SELECT tenant, 'project ' || n FROM tenants,"
            + " generate_series(1, "
            + PROJECTS
            + ") n;"
            + "INSERT INTO sources VALUES (1, gen_random_uuid(), 0, 'runs');"
            + "INSERT INTO parts SELECT now(), 1000, 10, 0, 100, 10, 0, 0, 0,"
            + " ('01939e2a-7a10-7c3e-9d0b-' || lpad(n::text, 12, '0'))::uuid, 'bucket', 'key'"
            + " FROM generate_series(1, 1000) n;"
            + "INSERT INTO runs SELECT 256, 256, n, CASE WHEN n % 50 = 0 THEN NULL ELSE"
            + " '2026-01-01T00:00:00Z'::timestamptz + n * interval '1 s' END, NULL, 1 + n % 2, 1, 1, 10, 0,"
            + " 9, 0, CASE WHEN n % 100 = 0 THEN NULL ELSE 1 + (n % 2) * "
            + PROJECTS
            + " + n / 2 % "
            + PROJECTS
            + " END, n % 3, true, gen_random_uuid(), ('00000000-0000-7000-8000-' ||"
            + " lpad((n / 10)::text, 12, '0'))::uuid,"
            + " ('01939e2a-7a10-7c3e-9d0b-' || lpad((1 + n % 1000)::text, 12, '0'))::uuid,"
            + " CASE WHEN n % 10 = 0 THEN NULL ELSE gen_random_uuid() END, 'llm', 'run ' || n"
            + " FROM generate_series(1, 100000) n");
    database.execute("INSERT INTO tenant_roles VALUES ('analyst', 'tenant 1')");
    database.execute("ANALYZE");
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void aPageReadsNoMoreThanAPageOfEachProject(Order order) throws Exception {
    RunQuery all = ALL.in(order);
    RunQuery project = all.withProject("project 2");
    Place after = new Place(MIDDLE, new UUID(1, 1));
    for (Kind kind : Kind.values()) {
      bounded(RunSelects.page(project, kind, null, true, PAGE), PAGE);
      bounded(RunSelects.page(project, kind, after, true, PAGE), PAGE);
      bounded(RunSelects.page(project, kind, null, false, PAGE), PAGE);
      bounded(RunSelects.page(project, kind, new Place(null, after.id()), false, PAGE), PAGE);
      bounded(RunSelects.page(all, kind, null, true, PAGE), PAGE * (PROJECTS + 1));
      bounded(RunSelects.page(all, kind, after, true, PAGE), PAGE * (PROJECTS + 1));
    }
    RunQuery window = project.within(MIDDLE, MIDDLE.plusSeconds(600));
    bounded(RunSelects.page(window, Kind.RUNS, null, true, PAGE), PAGE);
  }

  @Test
  void oneTraceAndRunsByIdAreFoundDirectly() throws Exception {
    UUID trace = UUID.fromString("00000000-0000-7000-8000-000000000123");

    bounded(RunSelects.byTrace("tenant 1", trace, 100_001), 10);
    bounded(RunSelects.byId("tenant 1", new UUID[] {new UUID(1, 1)}), 10);
    bounded(RunSelects.linesOf("tenant 1", new UUID(1, 1)), 10);
    bounded(RunSelects.page(ALL.withTrace(trace), Kind.RUNS, null, true, PAGE), 10);
  }

  @Test
  void aRunByItsIdIsPlannedOnceAndNotEachTime() throws Exception {
    plannedOnce(run -> RunSelects.linesOf("tenant 1", run));
    plannedOnce(run -> RunSelects.byId("tenant 1", new UUID[] {run}));
  }

  private static void plannedOnce(Function<UUID, Sql> statementOf) throws Exception {
    try (Connection connection = database.connectAs("reader")) {
      for (int i = 0; i < 20; i++) {
        try (PreparedStatement statement = statementOf.apply(new UUID(1, i)).prepare(connection)) {
          statement.executeQuery().close();
        }
      }
      try (Statement statement = connection.createStatement();
          ResultSet plans =
              statement.executeQuery(
                  "SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '%r.run = $%'")) {
        assertThat(plans.next()).isTrue();
        assertThat(plans.getInt(1)).isPositive();
      }
    }
  }

  private static void bounded(Sql sql, int rows) throws Exception {
    for (String user : List.of("writer", "reader", "analyst")) {
      bounded(user + "\n" + plan(user, sql), rows);
    }
  }

  /**
   * No step of the plan gives more rows in all; a page's totals read its traces, 10 runs each. What
   * tells whose rows may be seen is found out once, before them, and never for each.
   */
  private static void bounded(String plan, int rows) {
    assertThat(plan).doesNotContain("Seq Scan on runs", "SubPlan");
    Matcher found = ROWS.matcher(plan);
    while (found.find()) {
      double read = Double.parseDouble(found.group(1)) * Integer.parseInt(found.group(2));
      assertThat(read).as(plan).isLessThanOrEqualTo(Math.max(rows, 1000));
    }
    Matcher removed = Pattern.compile("Rows Removed by Filter: ([0-9]+)").matcher(plan);
    while (removed.find()) {
      assertThat(Integer.parseInt(removed.group(1))).as(plan).isLessThanOrEqualTo(1000);
    }
  }

  private static String plan(String user, Sql sql) throws Exception {
    StringBuilder plan = new StringBuilder();
    Sql explain = new Sql().add("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ").add(sql);
    try (Connection connection = database.connectAs(user);
        Statement naming = connection.createStatement()) {
      naming.execute("SET runmark.tenant = '" + ALL.tenant() + "'");
      try (PreparedStatement statement = explain.prepare(connection);
          ResultSet lines = statement.executeQuery()) {
        while (lines.next()) {
          plan.append(lines.getString(1)).append('\n');
        }
      }
    }
    return plan.toString();
  }
}
