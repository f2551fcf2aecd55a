package dev.runmark.storage.index;

import static dev.runmark.storage.index.TestLines.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.index.TestLines.Line;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunStatus;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.part.SourcePartition;
import dev.runmark.storage.retry.RetryListener;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresOffsetIndexIT extends OffsetIndexContract {

  private static IndexDatabase database;

  private PostgresOffsetIndex index;
  private PostgresReadIndex lookup;

  @BeforeAll
  static void migrate() throws Exception {
    database = IndexDatabase.create();
  }

  @BeforeEach
  void open() throws Exception {
    database.clear();
    index = new PostgresOffsetIndex(database.writer());
    lookup = new PostgresReadIndex(database.writer());
  }

  @AfterEach
  void close() {
    index.close();
    lookup.close();
  }

  @Override
  OffsetIndex index() {
    return index;
  }

  @Override
  RunLookup lookup() {
    return lookup;
  }

  @Override
  Map<SourcePartition, Long> positions() throws IOException {
    return new PostgresPositions(database.writer()).positions();
  }

  @Override
  void raiseSweepFloor(Instant sealedBefore) throws Exception {
    database.execute("UPDATE sweep_floor SET sealed_before = '" + sealedBefore + "'");
  }

  @Override
  void deleteForGood(RunKey key) throws Exception {
    database.execute("UPDATE runs SET lines = 0, part = NULL WHERE run = '" + key.run() + "'");
  }

  @Test
  void aSecondMigrationChangesNothing() throws Exception {
    assertThat(Migration.migrate(database.owner())).isZero();
  }

  @Test
  void positionsAreRaisedByTheCommitOfTheFirstSubtaskAndOldFrontiersForgotten() throws Exception {
    index.commit(lines.commit(List.of(frontier(1, 1, 2, 7))));
    index.commit(lines.commit(List.of(frontier(1, 0, 2, 9))));

    assertThat(database.number("SELECT position FROM positions")).isEqualTo(10);
    assertThat(database.number("SELECT count(*) FROM frontiers")).isZero();
  }

  /** An end of the input that failed in one subtask leaves a row of each other one. */
  @Test
  void aFrontierThatNobodyCompletesIsForgottenOneDay() throws Exception {
    index.commit(lines.commit(List.of(frontier(1, 1, 3, 7), frontier(1, 2, 3, 7))));
    database.execute("UPDATE frontiers SET recorded_at = now() - interval '31 days'");
    index.commit(lines.commit(List.of(frontier(2, 1, 2, 9))));
    assertThat(database.number("SELECT count(*) FROM frontiers")).isEqualTo(3);

    assertThat(positions()).isEmpty();

    assertThat(database.number("SELECT count(*) FROM frontiers")).isEqualTo(1);
    assertThat(database.number("SELECT checkpoint FROM frontiers")).isEqualTo(2);
    index.commit(lines.commit(List.of(frontier(1, 0, 3, 99))));
    assertThat(positions()).as("its sisters are gone").isEmpty();
    index.commit(lines.commit(List.of(frontier(2, 0, 2, 9))));
    assertThat(database.number("SELECT position FROM positions")).isEqualTo(10);
  }

  /** What is complete is told first, however old it is. */
  @Test
  void anOldGroupThatIsCompleteStillTells() throws Exception {
    index.commit(lines.commit(List.of(frontier(1, 1, 2, 7))));
    database.execute("UPDATE frontiers SET recorded_at = now() - interval '31 days'");
    database.execute(
        "INSERT INTO frontiers (submission, checkpoint, subtask, subtasks, sources, pending, seen)"
            + " SELECT submission, checkpoint, 0, subtasks, sources, pending, seen FROM frontiers");

    positions();

    assertThat(database.number("SELECT position FROM positions")).isEqualTo(8);
    assertThat(database.number("SELECT count(*) FROM frontiers")).isZero();
  }

  /** A frontier that came without its parts would say of them that they are stored. */
  @Test
  void aFrontierAppearsWithTheLastTransactionOfItsCommit() throws Exception {
    SealedPart good = lines.part(new Line(run(1), EventSpan.ofCreate(EventSpan.position(1, 0))));
    Listing nul = new Listing(null, null, "a\u0000b", null, null, null, null);
    EventSpan span = EventSpan.ofCreate(EventSpan.position(2, 0));
    List<Line> many = new ArrayList<>();
    for (int i = 0; i < CommitProgress.ROWS_PER_TRANSACTION; i++) {
      many.add(new Line(run(i + 2), span));
    }
    many.set(1, new Line(run(2), new UUID(1, 1), 0, span, nul));
    SealedPart bad = lines.part(Instant.now().plusSeconds(1), many);

    assertThatThrownBy(() -> index.commit(lines.commit(List.of(frontier(1, 0, 1, 2)), good, bad)))
        .isInstanceOf(IOException.class);

    assertThat(database.number("SELECT count(*) FROM parts")).isEqualTo(1);
    assertThat(positions()).isEmpty();
  }

  @Test
  void positionsThatCannotBeRaisedDoNotFailTheCommit() throws Exception {
    database.execute(
        "CREATE OR REPLACE FUNCTION refuse_position() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN RAISE EXCEPTION 'no positions today'; END $$;"
            + "CREATE TRIGGER refuse BEFORE INSERT ON positions"
            + " FOR EACH ROW EXECUTE FUNCTION refuse_position()");
    try {
      index.commit(lines.commit(List.of(frontier(1, 0, 1, 4))));
      index.commit(
          lines.commit(
              List.of(frontier(2, 0, 1, 5)),
              lines.part(new Line(run(1), EventSpan.ofCreate(EventSpan.position(5, 0))))));
    } finally {
      database.execute("DROP TRIGGER refuse ON positions");
    }
    assertThat(lookup.find(run(1))).hasSize(1);
    assertThat(database.number("SELECT count(*) FROM positions")).isZero();
    assertThat(positions()).containsEntry(TestLines.source(0), 6L);
  }

  private static Frontier frontier(long checkpoint, int subtask, int subtasks, long seen) {
    return new Frontier(
        new UUID(4, 4),
        checkpoint,
        subtask,
        subtasks,
        List.of(
            new SourceFrontier(TestLines.source(0), OptionalLong.empty(), OptionalLong.of(seen))));
  }

  @Test
  void aSchemaThatWasNotMigratedIsRefused() throws Exception {
    PostgresOptions writer = database.writer();
    PostgresOptions elsewhere =
        new PostgresOptions(
            writer.url(), writer.user(), writer.password(), "not_there", writer.limits());
    try (PostgresOffsetIndex unmigrated = new PostgresOffsetIndex(elsewhere)) {
      assertThatThrownBy(() -> unmigrated.commit(lines.commit()))
          .isInstanceOf(java.io.IOException.class)
          .hasMessageContaining("not_there")
          .hasMessageContaining("./runmark migrate");
    }
  }

  @Test
  void theWriterMayNotChangeTheSchemaNorMoveTheFloorNorDeleteRuns() throws Exception {
    for (String forbidden :
        new String[] {
          "CREATE TABLE runmark.more (x int)",
          "ALTER TABLE runmark.runs ADD COLUMN more int",
          "UPDATE runmark.sweep_floor SET sealed_before = now()",
          "DELETE FROM runmark.runs",
          "DELETE FROM runmark.parts"
        }) {
      PostgresOptions writer = database.writer();
      try (Connection connection =
              DriverManager.getConnection(writer.url(), writer.user(), writer.password().get());
          Statement statement = connection.createStatement()) {
        assertThatThrownBy(() -> statement.execute(forbidden))
            .as(forbidden)
            .isInstanceOf(SQLException.class)
            .extracting(e -> ((SQLException) e).getSQLState())
            .isEqualTo("42501");
      }
    }
  }

  @Test
  void aListingColumnThatALaterLineDoesNotDecideKeepsItsValue() throws Exception {
    Instant start = Instant.parse("2026-11-20T09:00:00.123456Z");
    Listing created =
        new Listing("answers", new UUID(3, 3), "ask", "llm", RunStatus.PENDING, start, null);
    Listing patched =
        new Listing(null, null, null, null, RunStatus.SUCCESS, null, start.plusSeconds(2));
    EventSpan create = EventSpan.ofCreate(EventSpan.position(1, 0));
    EventSpan patch = EventSpan.ofPatch(EventSpan.position(2, 0));
    UUID trace = new UUID(1, 1);

    index.commit(lines.commit(lines.part(new Line(run(1), trace, 0, patch, patched))));
    index.commit(lines.commit(lines.part(new Line(run(1), trace, 0, create, created))));

    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT p.name, parent, r.name, run_type, status, start_time, end_time, created,"
                    + " lines FROM runs r JOIN projects p USING (project)")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("answers");
      assertThat(row.getObject(2, UUID.class)).isEqualTo(new UUID(3, 3));
      assertThat(row.getString(3)).isEqualTo("ask");
      assertThat(row.getString(4)).isEqualTo("llm");
      assertThat(row.getInt(5)).isEqualTo(RunStatus.SUCCESS.code());
      assertThat(row.getTimestamp(6).toInstant()).isEqualTo(start);
      assertThat(row.getTimestamp(7).toInstant()).isEqualTo(start.plusSeconds(2));
      assertThat(row.getBoolean(8)).isTrue();
      assertThat(row.getInt(9)).isEqualTo(2);
    }
  }

  @Test
  void theLedgerCountsWhatWasAddedAndWhatWasCovered() throws Exception {
    EventSpan both = new EventSpan(EventSpan.position(1, 0), EventSpan.position(5, 0), true);
    index.commit(lines.commit(lines.part(new Line(run(1), both))));

    SealedPart part =
        lines.part(
            new Line(run(1), EventSpan.ofPatch(EventSpan.position(5, 0))),
            new Line(run(1), EventSpan.ofPatch(EventSpan.position(9, 0))),
            new Line(run(2), EventSpan.ofCreate(EventSpan.position(6, 0))));
    index.commit(lines.commit(part));

    String where = " FROM parts WHERE part = '" + part.id() + "'";
    assertThat(database.number("SELECT written" + where)).isEqualTo(2);
    assertThat(database.number("SELECT stale" + where)).isEqualTo(1);
  }

  @Test
  void projectsBeyondTheLimitShareOneName() throws Exception {
    try (PostgresOffsetIndex small =
        new PostgresOffsetIndex(database.writer(), RetryListener.NONE, 2)) {
      RunKey[] keys = new RunKey[4];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = new RunKey("crowded", run(i).run());
        Listing listing = new Listing("p" + i, null, null, null, null, null, null);
        EventSpan span = EventSpan.ofCreate(EventSpan.position(i, 0));
        small.commit(lines.commit(lines.part(new Line(keys[i], new UUID(1, i), 0, span, listing))));
      }
    }
    assertThat(
            database.number(
                "SELECT count(*) FROM runs JOIN projects p USING (project)"
                    + " WHERE p.name = '(other projects)'"))
        .isEqualTo(2);
  }

  @Test
  void aRowThatPostgresqlRefusesIsAnErrorAtOnceAndTheConnectionRecovers() throws Exception {
    Listing nul = new Listing(null, null, "a\u0000b", null, null, null, null);
    EventSpan span = EventSpan.ofCreate(EventSpan.position(1, 0));
    SealedPart bad = lines.part(new Line(run(1), new UUID(1, 1), 0, span, nul));

    assertThatThrownBy(() -> index.commit(lines.commit(bad)))
        .isInstanceOf(java.io.IOException.class)
        .hasMessageContaining("22021");
    index.commit(lines.commit(lines.part(new Line(run(2), span))));

    assertThat(lookup.find(run(1))).isEmpty();
    assertThat(lookup.find(run(2))).hasSize(1);
    assertThat(database.number("SELECT count(*) FROM parts")).isEqualTo(1);
  }
}
