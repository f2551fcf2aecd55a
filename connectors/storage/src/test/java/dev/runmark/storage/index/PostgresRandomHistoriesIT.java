package dev.runmark.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresRandomHistoriesIT extends RandomHistoriesContract {

  private IndexDatabase database;
  private PostgresReadIndex lookup;
  private Connection reading;

  @BeforeEach
  void open() throws Exception {
    database = IndexDatabase.create();
    lookup = new PostgresReadIndex(database.writer());
    reading = database.connect();
  }

  @AfterEach
  void close() throws Exception {
    lookup.close();
    reading.close();
  }

  @Override
  OffsetIndex committer() {
    return new PostgresOffsetIndex(database.writer());
  }

  @Override
  RunLookup lookup() {
    return lookup;
  }

  @Override
  int histories() {
    return 60;
  }

  @Override
  void checkListing(RunKey key, History.Expected expected) throws Exception {
    try (PreparedStatement select =
        reading.prepareStatement(
            "SELECT name, status, created, lines, (SELECT count(*) FROM fragments f"
                + " WHERE f.run = r.run) FROM runs r WHERE run = ?")) {
      select.setObject(1, key.run());
      try (ResultSet row = select.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isEqualTo(expected.content().get("name"));
        String status = expected.content().get("status");
        Integer stored = row.getObject(2, Integer.class);
        assertThat(stored)
            .isEqualTo(status == null ? null : (Integer) RunStatus.valueOf(status).code());
        assertThat(row.getBoolean(3)).isEqualTo(expected.created());
        int lines = row.getInt(4);
        assertThat(row.getInt(5)).isEqualTo(lines > 1 ? lines : 0);
      }
    }
  }

  @Test
  void theLedgersCountsAddUpToWhatWasCommitted() throws Exception {
    anyOrderOfCommitsEndsInThePlainFold();

    assertThat(database.number("SELECT count(*) FROM parts WHERE written + stale <> lines"))
        .isZero();
    assertThat(database.number("SELECT sum(written) FROM parts"))
        .isGreaterThanOrEqualTo(database.number("SELECT sum(lines) FROM runs"));
  }
}
