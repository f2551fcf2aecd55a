package dev.runmark.storage.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.failure.IndexRefusedException;
import dev.runmark.storage.failure.StoreAwayException;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other tenants' rows are not to be seen, whatever is asked for. */
class TenantWallIT {

  /** Each of them with a column tenant, by number or by name. */
  private static final List<String> WALLED =
      List.of("runs", "fragments", "projects", "tenants", "lines", "traces");

  private static IndexDatabase database;

  @BeforeAll
  static void fill() throws Exception {
    database = IndexDatabase.create();
    database.execute(
        "INSERT INTO tenants (name) VALUES ('acme'), ('globex'), ('');"
            + "INSERT INTO projects (tenant, name) SELECT tenant, 'project' FROM tenants;"
            + "INSERT INTO sources VALUES (1, gen_random_uuid(), 0, 'runs');"
            + "INSERT INTO parts SELECT now(), 1000, 10, 0, 100, 10, 0, 0, 0,"
            + " '01939e2a-7a10-7c3e-9d0b-000000000001', 'bucket', 'key';"
            + "INSERT INTO runs SELECT 256, 256, 0, now(), NULL, tenant, 1, 1, 10, 0, 9, 0, project, 1,"
            + " true, gen_random_uuid(), gen_random_uuid(),"
            + " '01939e2a-7a10-7c3e-9d0b-000000000001', NULL, 'llm', 'run' FROM projects;"
            + "INSERT INTO fragments SELECT 256, 256, 0, now(), NULL, tenant, 1, 10, 0, 9, 0, project, 1,"
            + " true, gen_random_uuid(), gen_random_uuid(),"
            + " '01939e2a-7a10-7c3e-9d0b-000000000001', NULL, 'llm', 'run' FROM projects");
  }

  @BeforeEach
  @AfterEach
  void forgetRoles() throws Exception {
    database.execute("DELETE FROM tenant_roles");
  }

  private interface Work {
    void on(Statement statement) throws Exception;
  }

  private static void as(String user, Work work) throws Exception {
    try (Connection connection = database.connectAs(user);
        Statement statement = connection.createStatement()) {
      work.on(statement);
    }
  }

  private static long count(Statement statement, String from) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + from)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** A table that comes to have a tenant, and is forgotten here, fails this. */
  @Test
  void everyTableWithATenantIsWalled() throws Exception {
    List<String> open = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
                    + " WHERE c.relnamespace = 'runmark'::regnamespace AND a.attname = 'tenant'"
                    + " AND (c.relkind IN ('r', 'p') AND NOT c.relrowsecurity OR c.relkind = 'v'"
                    + " AND NOT 'security_invoker=true' = ANY (c.reloptions))")) {
      while (rows.next()) {
        open.add(rows.getString(1));
      }
    }
    assertThat(open).isEmpty();
  }

  @Test
  void aReaderSeesTheTenantItNamesAndNoOtherWithoutAnyWhere() throws Exception {
    as(
        "reader",
        statement -> {
          statement.execute("SET runmark.tenant = 'acme'");
          for (String table : WALLED) {
            assertThat(count(statement, table)).as(table).isOne();
            assertThat(count(statement, table + " WHERE tenant::text IN ('2', 'globex')"))
                .as(table)
                .isZero();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 1", "SET runmark.tenant = ''", "SET runmark.tenant = 'nobody'"})
  void whoNamesNoTenantSeesNothing(String setting) throws Exception {
    as(
        "reader",
        statement -> {
          statement.execute(setting);
          for (String table : WALLED) {
            assertThat(count(statement, table)).as(table).isZero();
          }
          assertThat(count(statement, "parts")).isOne();
        });
  }

  /** What a function of the asking user's own is shown must have passed the wall before. */
  @Test
  void aFunctionIsNotShownWhatIsHidden() throws Exception {
    as(
        "reader",
        statement -> {
          statement.execute(
              "CREATE FUNCTION pg_temp.tell(tenant int) RETURNS boolean COST 0.0001"
                  + " LANGUAGE plpgsql AS $$ BEGIN IF tenant <> 1 THEN RAISE 'seen'; END IF;"
                  + " RETURN true; END $$");
          statement.execute("SET runmark.tenant = 'acme'");
          assertThat(count(statement, "runs WHERE pg_temp.tell(tenant)")).isOne();
        });
  }

  @Test
  void whatTheReaderAsksForIsOfItsTenantThoughTheStatementForgetsIt() throws Exception {
    try (IndexReads reads = reads(database.reader())) {
      Sql all = new Sql().add("SELECT t.name FROM tenants t, runs WHERE ? = 1 ORDER BY 1", 1);

      for (String tenant : List.of("acme", "globex", "acme")) {
        assertThat(names(reads, tenant, all)).containsExactly(tenant);
      }
      assertThat(names(reads, null, all)).isEmpty();
    }
  }

  /** One connection, which answers everyone. */
  @Test
  void noNameIsLeftOnAConnectionThatGoesBack() throws Exception {
    Sql session = new Sql().add("SELECT pg_backend_pid()::text || count(*) FROM runs");
    try (IndexReads reads = reads(database.reader())) {
      String nobody = names(reads, null, session).get(0);
      assertThat(nobody).endsWith("0");
      String pid = nobody.substring(0, nobody.length() - 1);
      assertThat(names(reads, "acme", session)).containsExactly(pid + "1");

      assertThat(names(reads, null, session)).containsExactly(nobody);
      assertThatThrownBy(() -> names(reads, "globex", new Sql().add("SELECT (1 / 0)::text")))
          .isInstanceOf(StoreAwayException.class)
          .hasMessageContaining("division by zero");
      assertThat(names(reads, null, session)).containsExactly(nobody);
      assertThatThrownBy(() -> names(reads, "globex", new Sql().add("SELECT no_such FROM runs")))
          .isInstanceOf(IndexRefusedException.class);
      assertThat(names(reads, null, session)).containsExactly(nobody);
    }
  }

  private static IndexReads reads(PostgresOptions options) {
    return new IndexReads(
        new ReadPool(options, new ReadLimits(1, ReadLimits.DEFAULT.connectionWait())));
  }

  private static List<String> names(IndexReads reads, String tenant, Sql sql) throws IOException {
    return reads.ask(
        "names",
        tenant,
        sql,
        rows -> {
          List<String> names = new ArrayList<>();
          while (rows.next()) {
            names.add(rows.getString(1));
          }
          return names;
        });
  }

  @Test
  void aRoleOfATenantSeesThatOneWhateverItSets() throws Exception {
    database.execute("INSERT INTO tenant_roles VALUES ('analyst', 'globex'), ('other', 'acme')");
    as(
        "analyst",
        statement -> {
          statement.execute("SET runmark.tenant = 'acme'");
          for (String table : WALLED) {
            assertThat(count(statement, table)).as(table).isOne();
          }
          assertThat(count(statement, "tenants WHERE name = 'globex'")).isOne();
          assertThat(count(statement, "lines WHERE tenant = 'globex'")).isOne();
          assertThat(count(statement, "tenant_roles")).isOne();
          for (String refused :
              List.of(
                  "SET ROLE runmark_reader",
                  "SET ROLE reader",
                  "SET SESSION AUTHORIZATION reader",
                  "INSERT INTO tenant_roles VALUES ('analyst', 'acme')",
                  "SELECT rows_of_all_tenants('runs', 100)",
                  "SELECT FROM rejected",
                  "SELECT FROM cursor_key",
                  "SELECT FROM frontiers")) {
            assertThatThrownBy(() -> statement.execute(refused))
                .as(refused)
                .hasMessageContaining("permission denied");
          }
        });
  }

  @Test
  void aRoleOfNoTenantSeesNothingAndOneOfTwoSeesBoth() throws Exception {
    as(
        "analyst",
        statement -> {
          statement.execute("SET runmark.tenant = 'acme'");
          for (String table : WALLED) {
            assertThat(count(statement, table)).as(table).isZero();
          }
          database.execute(
              "INSERT INTO tenant_roles VALUES ('analyst', 'globex'), ('analyst', 'acme')");
          assertThat(count(statement, "runs")).isEqualTo(2);
          // Whoever is a member of what one was granted to has not become that one.
          statement.execute("SET ROLE runmark_tenant");
          assertThat(count(statement, "runs")).isEqualTo(2);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"reader", "analyst"})
  void whoReadsWritesNoTable(String user) throws Exception {
    as(
        user,
        statement -> {
          for (String table : tables()) {
            for (String write :
                List.of(
                    "INSERT INTO " + table + " DEFAULT VALUES",
                    "DELETE FROM " + table,
                    "TRUNCATE " + table,
                    "UPDATE " + table + " SET " + column(table) + " = NULL")) {
              assertThatThrownBy(() -> statement.execute(write))
                  .as(write)
                  .hasMessageContaining("permission denied");
            }
          }
        });
  }

  private static List<String> tables() throws Exception {
    return texts(
        "SELECT relname FROM pg_class WHERE relnamespace = 'runmark'::regnamespace"
            + " AND relkind = 'r'");
  }

  private static String column(String table) throws Exception {
    return texts(
            "SELECT attname FROM pg_attribute WHERE attrelid = '"
                + table
                + "'::regclass AND attnum > 0 AND attidentity = ''")
        .get(0);
  }

  private static List<String> texts(String sql) throws Exception {
    List<String> texts = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE mine (x int)",
        "ALTER TABLE runs ADD COLUMN x int",
        "ALTER TABLE runs DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON runs USING (true)",
        "DROP POLICY tenant_of_session ON runs",
        "DROP TABLE runs",
        "CREATE INDEX ON runs (name)",
        "CREATE OR REPLACE FUNCTION fold_frontiers(wait boolean) RETURNS void LANGUAGE sql AS ''",
        "CREATE SCHEMA mine"
      })
  void nobodyButTheOwnerChangesTheSchema(String ddl) throws Exception {
    for (String user : List.of("writer", "reader", "analyst")) {
      as(
          user,
          statement ->
              assertThatThrownBy(() -> statement.execute(ddl))
                  .as(user)
                  .hasMessageMatching("(?s).*(permission denied|must be owner).*"));
    }
  }

  /** Behind the wall it would say of all other tenants' events that they are missing. */
  @Test
  void aQuestionAboutAllTenantsIsRefusedToAReader() throws Exception {
    StoredEvent event =
        new StoredEvent(
            new RunKey("acme", new UUID(1, 1)),
            new UUID(1, 1),
            new SourcePartition(new UUID(7, 7), "runs", 0),
            EventSpan.ofCreate(256),
            0);

    assertThatThrownBy(() -> new PostgresEvents(database.reader()).states(List.of(event)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reader sees the runs of one tenant at a time")
        .hasMessageContaining("runmark_writer");
    assertThat(new PostgresEvents(database.writer()).states(List.of(event)))
        .containsExactly(EventState.MISSING);
  }

  @Test
  void aReaderIsToldTheSizeOfAllTenantsTogether() throws Exception {
    try (IndexStatus status = IndexStatus.open(database.reader())) {
      assertThat(status.totals().runs()).isEqualTo(3);
      assertThat(status.totals().fragments()).isEqualTo(3);
      assertThat(status.totals(new TableSize(0, 1_000_000)).runs()).isEqualTo(3);
    }
  }

  @Test
  void aReaderIsFitAndWhoIsNotIsToldWhy() throws Exception {
    try (PostgresReadIndex reader = new PostgresReadIndex(database.reader());
        PostgresReadIndex writer = new PostgresReadIndex(database.writer());
        PostgresReadIndex owner = new PostgresReadIndex(database.owner())) {
      assertThat(reader.fitness()).isEqualTo(new ReaderFitness(List.of(), true));
      assertThat(writer.fitness().missing())
          .containsExactly("cursor_key may not be read: the user needs runmark_reader");
      assertThatThrownBy(writer::cursorKey).isInstanceOf(IndexRefusedException.class);
      assertThat(owner.fitness()).isEqualTo(new ReaderFitness(List.of(), false));

      database.execute("REVOKE USAGE ON SCHEMA runmark FROM runmark_reader");
      try {
        assertThat(reader.fitness().missing()).hasSize(8);
        assertThatThrownBy(() -> reader.find(new RunKey("acme", new UUID(1, 1))))
            .isInstanceOf(IndexRefusedException.class);
      } finally {
        database.execute("GRANT USAGE ON SCHEMA runmark TO runmark_reader");
      }
      database.execute("UPDATE schema_history SET version = '99' WHERE version = '1'");
      try {
        assertThat(reader.fitness().missing())
            .containsExactly("the schema has version 99, wanted " + Migration.VERSION);
      } finally {
        database.execute("UPDATE schema_history SET version = '1' WHERE version = '99'");
      }
    }
  }

  @Test
  void anIndexThatWasNotMigratedAndAWrongPasswordAreRefusals() throws Exception {
    PostgresOptions there = database.reader();
    PostgresOptions nowhere =
        new PostgresOptions(
            there.url(), there.user(), there.password(), "elsewhere", IndexDatabase.SHORT_LIMITS);
    PostgresOptions wrong =
        new PostgresOptions(
            there.url(), there.user(), () -> "guess", "runmark", IndexDatabase.SHORT_LIMITS);
    try (PostgresReadIndex index = new PostgresReadIndex(nowhere);
        PostgresReadIndex locked = new PostgresReadIndex(wrong)) {
      assertThat(index.fitness().missing()).contains("runs is not there: ./runmark migrate");
      assertThatThrownBy(index::cursorKey).isInstanceOf(IndexRefusedException.class);
      assertThatThrownBy(locked::fitness)
          .isInstanceOf(IndexRefusedException.class)
          .hasMessageContaining("28P01")
          .hasMessageNotContaining("guess");
    }
  }
}
