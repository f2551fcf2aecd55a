package dev.runmark.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A right that the writer lost is named, whichever it is, and no other. */
class IndexLookIT {

  private static IndexDatabase database;

  @BeforeAll
  static void migrate() throws Exception {
    database = IndexDatabase.create();
    database.execute(
        "DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC',"
            + " current_database()); END $$");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenants INSERT",
        "projects INSERT",
        "sources INSERT",
        "parts INSERT",
        "runs INSERT",
        "runs UPDATE",
        "fragments INSERT",
        "fragments DELETE",
        "frontiers INSERT",
        "frontiers DELETE",
        "positions INSERT",
        "positions UPDATE",
        "gaps INSERT",
        "decode_limits INSERT",
        "decode_limits UPDATE",
        "rejected INSERT",
        "sweep_floor UPDATE",
        "parts UPDATE",
        "sources SELECT",
        "tenants SELECT",
        "projects SELECT",
        "positions SELECT",
        "fragments SELECT",
        "frontiers SELECT",
        "gaps SELECT",
        "decode_limits SELECT",
        "sweep_floor SELECT",
        "parts SELECT",
        "runs SELECT"
      })
  void aRightOnATableThatIsMissingIsNamed(String right) throws Exception {
    String[] words = right.split(" ");
    isNamed(right, words[1] + " ON " + words[0], columns(right, words[0]));
  }

  /** Rights on columns are given as such, and a right on any column counts. */
  private static String columns(String right, String table) {
    return switch (right) {
      case "parts UPDATE" -> "UPDATE (written, stale) ON " + table;
      case "sweep_floor UPDATE" -> "UPDATE (lockable) ON " + table;
      case "rejected INSERT" ->
          "INSERT (record_offset, size, partition, event_index, topic_id, topic, reason,"
              + " operation, origin, message) ON "
              + table;
      default -> right.split(" ")[1] + " ON " + table;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"register_source(uuid, text, int)", "fold_frontiers(boolean)"})
  void aFunctionThatMayNotBeCalledIsNamed(String function) throws Exception {
    String right = "EXECUTE ON FUNCTION " + function;
    isNamed(function + " EXECUTE", right, right);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TEMPORARY on the database"})
  void temporaryTablesThatMayNotBeMadeAreNamed(String right) throws Exception {
    String database = name();
    isNamed(right, "TEMPORARY ON DATABASE " + database, "TEMPORARY ON DATABASE " + database);
  }

  private static String name() {
    String url = database.writer().url();
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static void isNamed(String right, String revoked, String granted) throws Exception {
    try (IndexLook look = IndexLook.open(database.writer())) {
      assertThat(look.missingWriterRights()).isEmpty();
      database.execute("REVOKE " + revoked + " FROM runmark_writer");
      try {
        assertThat(look.missingWriterRights()).containsExactly(right);
      } finally {
        database.execute("GRANT " + granted + " TO runmark_writer");
      }
    }
  }
}
