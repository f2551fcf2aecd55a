package dev.runmark.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How much is there, also where the server itself does not know: nobody has analyzed the tables.
 */
class IndexStatusIT {

  private static final int MANY = 30_000;

  private static IndexDatabase database;

  @BeforeAll
  static void migrate() throws Exception {
    database = IndexDatabase.create();
    database.execute("ALTER TABLE runs SET (autovacuum_enabled = false)");
  }

  @BeforeEach
  void clear() throws Exception {
    database.clear();
  }

  @Test
  void aSmallTableIsCounted() throws Exception {
    runs(7);
    try (IndexStatus status = IndexStatus.open(database.writer())) {
      IndexTotals totals = status.totals();
      assertThat(totals.exact()).isTrue();
      assertThat(totals.runs()).isEqualTo(7);
      assertThat(totals.fragments()).isZero();
      assertThat(totals.bytes()).isPositive();
    }
  }

  @Test
  void aLargeTableThatNobodyAnalyzedIsEstimatedBySomeOfItsPages() throws Exception {
    runs(MANY);
    assertThat(database.number("SELECT reltuples FROM pg_class WHERE oid = 'runs'::regclass"))
        .as("unknown to the server")
        .isEqualTo(-1);
    try (IndexStatus status = IndexStatus.open(database.writer())) {
      IndexTotals some = status.totals(new TableSize(10, 100));
      assertThat(some.exact()).isFalse();
      assertThat(some.runs()).isCloseTo(MANY, Percentage.withPercentage(40));
      assertThat(status.totals(new TableSize(10, 100)).runs()).isEqualTo(some.runs());

      IndexTotals all = status.totals(new TableSize(10, 1_000_000));
      assertThat(all.exact()).isFalse();
      assertThat(all.runs()).as("more to draw than there is").isEqualTo(MANY);
    }
  }

  private static void runs(int number) throws Exception {
    database.execute(
        "INSERT INTO runs (tenant, lines, created, run, trace) SELECT 1, 2, true,"
            + " gen_random_uuid(), gen_random_uuid() FROM generate_series(1, "
            + number
            + ")");
  }
}
