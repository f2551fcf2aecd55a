package dev.runmark.storage.index;

import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a role finds on the server, asked without changing anything. Owned by one thread. */
public final class IndexLook implements AutoCloseable {

  /** What a commit, a rejected row and a start need; a right on any column counts. */
  private static final String RIGHTS =
      "SELECT t || ' ' || p FROM (VALUES ('tenants', 'INSERT'), ('projects', 'INSERT'),"
          + " ('sources', 'INSERT'), ('parts', 'INSERT'), ('runs', 'INSERT'), ('runs', 'UPDATE'),"
          + " ('fragments', 'INSERT'), ('fragments', 'DELETE'), ('frontiers', 'INSERT'),"
          + " ('frontiers', 'DELETE'), ('positions', 'INSERT'), ('positions', 'UPDATE'),"
          + " ('gaps', 'INSERT'), ('decode_limits', 'INSERT'), ('rejected', 'INSERT'),"
          + " ('sweep_floor', 'UPDATE'), ('parts', 'UPDATE'), ('decode_limits', 'UPDATE'),"
          + " ('tenant_policies', 'INSERT'), ('tenant_policies', 'UPDATE'),"
          + " ('sources', 'SELECT'), ('tenants', 'SELECT'), ('projects', 'SELECT'),"
          + " ('positions', 'SELECT'), ('fragments', 'SELECT'), ('sweep_floor', 'SELECT'),"
          + " ('frontiers', 'SELECT'), ('gaps', 'SELECT'), ('decode_limits', 'SELECT'),"
          + " ('parts', 'SELECT'), ('runs', 'SELECT')) AS r (t, p)"
          + " WHERE NOT CASE p WHEN 'DELETE' THEN has_table_privilege(t, p)"
          + " ELSE has_any_column_privilege(t, p) END"
          + " UNION ALL SELECT f || ' EXECUTE' FROM (VALUES"
          + " ('register_source(uuid, text, int)'), ('fold_frontiers(boolean)')) AS g (f)"
          + " WHERE NOT has_function_privilege(f, 'EXECUTE')"
          + " UNION ALL SELECT 'TEMPORARY on the database'"
          + " WHERE NOT has_database_privilege(current_database(), 'TEMPORARY')";

  private final IndexQuestions questions;
  private final String schema;

  private IndexLook(IndexQuestions questions, String schema) {
    this.questions = questions;
    this.schema = schema;
  }

  public static IndexLook open(PostgresOptions options) throws IOException {
    return new IndexLook(
        IndexQuestions.open(options, "runmark doctor", "look at the index"), options.schema());
  }

  public String version() throws IOException {
    return String.valueOf(text("SHOW server_version"));
  }

  /** Whether it takes no writes: a standby, or set so. */
  public boolean readOnly() throws IOException {
    return "on".equals(text("SHOW transaction_read_only"));
  }

  public boolean encrypted() throws IOException {
    return "t".equals(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"));
  }

  /** The server's own time. */
  public Instant clock() throws IOException {
    return questions
        .row("SELECT clock_timestamp()", row -> row.getObject(1, OffsetDateTime.class))
        .toInstant();
  }

  /** The version that the migrations left, or −1 when there was none. */
  public int schemaVersion() throws IOException {
    if (text("SELECT to_regclass('" + schema + "." + Migration.HISTORY + "')") == null) {
      return -1;
    }
    String version = text("SELECT max(version::int) FROM " + Migration.HISTORY + " WHERE success");
    return version == null ? -1 : Integer.parseInt(version);
  }

  /** What the job does and this role may not, by table and right. */
  public List<String> missingWriterRights() throws IOException {
    return texts(RIGHTS).stream().map(String::valueOf).toList();
  }

  /** Whether this role could create or alter tables. */
  public boolean mayChangeSchema() throws IOException {
    return "t".equals(text("SELECT has_schema_privilege(current_schema(), 'CREATE')"));
  }

  private @Nullable String text(String sql) throws IOException {
    List<@Nullable String> found = texts(sql);
    return found.isEmpty() ? null : found.get(0);
  }

  private List<@Nullable String> texts(String sql) throws IOException {
    return questions.rows(sql, row -> row.getString(1));
  }

  @Override
  public void close() {
    questions.close();
  }
}
