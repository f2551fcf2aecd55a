package dev.runmark.storage.index;

import dev.runmark.storage.failure.ReadException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a reader finds in the index what it needs.
 *
 * @param missing what does not stand there or may not be read, and what to do; empty: all is there
 * @param walled whether the server itself hides other tenants' rows from this role
 */
public record ReaderFitness(List<String> missing, boolean walled) {

  /** Asked of the catalogs, which everyone may read: a name that is not to be seen is no error. */
  private static final String NOT_READABLE =
      "SELECT w.name, t.oid IS NOT NULL FROM (VALUES ('tenants'), ('projects'), ('sources'),"
          + " ('parts'), ('runs'), ('fragments'), ('cursor_key'), ('"
          + Migration.HISTORY
          + "')) AS w (name) LEFT JOIN pg_namespace s ON s.nspname = ?"
          + " LEFT JOIN pg_class t ON t.relnamespace = s.oid AND t.relname = w.name"
          + " WHERE t.oid IS NULL OR NOT has_schema_privilege(s.oid, 'USAGE')"
          + " OR NOT has_table_privilege(t.oid, 'SELECT') ORDER BY w.name";

  private static final String VERSION =
      "SELECT (SELECT max(version::int) FROM "
          + Migration.HISTORY
          + " WHERE success), "
          + TenantWall.STANDS;

  public ReaderFitness {
    missing = List.copyOf(missing);
  }

  /**
   * Asks the server.
   *
   * @throws ReadException when it gives no answer
   */
  static ReaderFitness of(IndexReads reads, String schema) throws ReadException {
    List<String> missing =
        reads.ask(
            "the rights of this user",
            new Sql().add(NOT_READABLE, schema),
            rows -> {
              List<String> found = new ArrayList<>();
              while (rows.next()) {
                found.add(missing(rows.getString(1), rows.getBoolean(2)));
              }
              return found;
            });
    if (!missing.isEmpty()) {
      return new ReaderFitness(missing, false);
    }
    return reads.ask(
        "the schema's version",
        new Sql().add(VERSION),
        rows -> {
          rows.next();
          return new ReaderFitness(otherVersion(rows.getInt(1)), rows.getBoolean(2));
        });
  }

  private static String missing(String table, boolean there) {
    return there
        ? table + " may not be read: the user needs runmark_reader"
        : table + " is not there: ./runmark migrate";
  }

  private static List<String> otherVersion(int version) {
    return version == Migration.VERSION
        ? List.of()
        : List.of("the schema has version " + version + ", wanted " + Migration.VERSION);
  }
}
