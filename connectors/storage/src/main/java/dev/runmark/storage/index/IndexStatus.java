package dev.runmark.storage.index;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the index says of itself, for people. Each answer takes at most the statement timeout:
 * tables that are too large to count are estimated by some of their pages, and said to be. What the
 * server itself believes is not asked: it knows nothing of a table that was restored and not
 * analyzed.
 *
 * <p>Positions rise when frontiers are folded, which a reader may not do: for that role they are as
 * the last committer or status left them. Owned by one thread.
 */
public final class IndexStatus implements AutoCloseable {

  private static final String LEDGER =
      "SELECT count(*), coalesce(sum(lines), 0), coalesce(sum(stale), 0),"
          + " coalesce(sum(length), 0), coalesce(sum(rows_length), 0),"
          + " min(committed_at), max(committed_at) FROM parts";
  private static final String LAST =
      "SELECT committed_at, part, lines, length, key FROM parts"
          + " ORDER BY committed_at DESC, part DESC LIMIT ?";
  private static final String SIZE =
      "SELECT pg_total_relation_size('runs') + pg_total_relation_size('fragments')";
  private static final String MAY_FOLD =
      "SELECT has_function_privilege('fold_frontiers(boolean)', 'EXECUTE')";
  private static final String POSITIONS =
      "SELECT s.topic_id, s.topic, s.partition, p.position, p.reason FROM sources s"
          + " LEFT JOIN positions p ON p.source = s.source ORDER BY s.topic, s.source";
  private static final String GAPS =
      "SELECT g.recorded_at, s.topic, s.partition, g.from_offset, g.to_offset, g.reason"
          + " FROM gaps g JOIN sources s ON s.source = g.source"
          + " ORDER BY g.recorded_at DESC, s.source, g.from_offset LIMIT ?";

  private final IndexQuestions questions;

  private IndexStatus(IndexQuestions questions) {
    this.questions = questions;
  }

  public static IndexStatus open(PostgresOptions options) throws IOException {
    return new IndexStatus(
        IndexQuestions.open(options, "runmark status", "read the status of " + options));
  }

  public LedgerTotals ledger() throws IOException {
    return questions.row(
        LEDGER,
        row ->
            new LedgerTotals(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                time(row, 6),
                time(row, 7)));
  }

  /** The newest commits, the latest first. */
  public List<CommittedPart> last(int most) throws IOException {
    return questions.rows(
        LAST,
        row ->
            new CommittedPart(
                known(row, 1),
                LineColumns.uuid(row, "part"),
                row.getInt(3),
                row.getLong(4),
                row.getString(5)),
        most);
  }

  public IndexTotals totals() throws IOException {
    return totals(TableSize.DEFAULT);
  }

  IndexTotals totals(TableSize size) throws IOException {
    TableSize.Rows runs = size.of("runs", questions);
    TableSize.Rows fragments = size.of("fragments", questions);
    long bytes = questions.row(SIZE, row -> row.getLong(1));
    return new IndexTotals(
        runs.number(), fragments.number(), runs.counted() && fragments.counted(), bytes);
  }

  /** Folds the frontiers, when this role may; whether it did. */
  public boolean fold() throws IOException {
    boolean may = questions.row(MAY_FOLD, row -> row.getBoolean(1));
    if (may) {
      questions.rows("SELECT fold_frontiers(false)", row -> true);
    }
    return may;
  }

  public List<SourcePosition> positions() throws IOException {
    return questions.rows(
        POSITIONS,
        row ->
            new SourcePosition(
                LineColumns.uuid(row, "topic_id"),
                row.getString(2),
                row.getInt(3),
                row.getObject(4, Long.class),
                row.getString(5)));
  }

  /** The latest recorded gaps. */
  public List<RecordedGap> gaps(int most) throws IOException {
    return questions.rows(
        GAPS,
        row ->
            new RecordedGap(
                known(row, 1),
                row.getString(2),
                row.getInt(3),
                row.getLong(4),
                row.getLong(5),
                row.getString(6)),
        most);
  }

  private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static Instant known(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  @Override
  public void close() {
    questions.close();
  }
}
