package dev.runmark.storage.index;

import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.OffsetRow;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.retry.RetryCause;
import dev.runmark.storage.retry.RetryListener;
import dev.runmark.storage.tracing.Laps;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index in PostgreSQL. Owned by one thread; one connection, opened when needed and kept.
 *
 * <p>Any doubt about a commit drops the connection and, after a pause, begins again with the
 * question which parts the ledger has: the ledger alone decides what is committed. A COMMIT whose
 * answer was lost is found there; one that still hangs on the server makes the new ledger row wait,
 * no longer than the lock timeout, and so is found the next time.
 *
 * <p>Many parts are committed in several transactions of whole parts, so that a large backlog is
 * worked off step by step and no step outlasts the statement timeout.
 */
public final class PostgresOffsetIndex implements OffsetIndex {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresOffsetIndex.class);

  /** The rows of one transaction are held and sorted in memory; by default they would not fit. */
  private static final String ROOM = "SET temp_buffers = '64MB'; SET work_mem = '64MB'";

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final PostgresOptions options;
  private final PostgresConnections connections;
  private final Dictionaries dictionaries;
  private final NewRuns newRuns = new NewRuns();
  private final RetryListener retries;
  private final Watchdog watchdog = new Watchdog();
  private @Nullable Connection connection;

  public PostgresOffsetIndex(PostgresOptions options) {
    this(options, RetryListener.NONE);
  }

  /** An index that tells of each attempt it makes again. */
  public PostgresOffsetIndex(PostgresOptions options, RetryListener retries) {
    this(options, retries, Dictionaries.PROJECTS_PER_TENANT);
  }

  PostgresOffsetIndex(PostgresOptions options, RetryListener retries, int projectsPerTenant) {
    this.options = options;
    this.retries = retries;
    this.connections = new PostgresConnections(options);
    this.dictionaries = new Dictionaries(projectsPerTenant);
  }

  @Override
  public CommitResult commit(PartCommit commit) throws IOException, InterruptedException {
    return commit(commit, new Laps());
  }

  @Override
  public CommitResult commit(PartCommit commit, Laps laps)
      throws IOException, InterruptedException {
    CommitProgress progress = new CommitProgress(options.limits().commitBudget());
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        attempt(commit, progress, laps);
        return progress.result();
      } catch (CommitTransaction.OvertakenException e) {
        LOG.info("commit: {}", e.getMessage());
        retries.retried(RetryCause.CONFLICT);
        rollBack();
        laps.done("overtaken");
      } catch (SQLException e) {
        drop();
        laps.done("failed attempt");
        giveUpUnlessWorthIt(commit, e, progress);
        LOG.warn("commit: {}; trying again in {}", SqlFault.describe(e), pause);
        retries.retried(SqlFault.cause(e));
        Thread.sleep(jittered(pause));
        laps.done("pause");
        pause = longer(pause);
      } catch (SweptPartException e) {
        rollBack();
        throw new CommitRefusedException(e.getMessage() + replayHint(commit, e.part()));
      } catch (IOException | RuntimeException e) {
        drop();
        throw e;
      }
    }
  }

  private void attempt(PartCommit commit, CommitProgress progress, Laps laps)
      throws SQLException, IOException, CommitTransaction.OvertakenException {
    Connection open = connection();
    try (Watchdog.Watch watch = watchdog.over(open, progress.timeLeft())) {
      open.setAutoCommit(true);
      List<SealedPart> absent = progress.absent(commit.parts(), ledgerOf(open, commit));
      if (!absent.isEmpty()) {
        CommitTransaction.refuseSwept(open, absent, "");
      }
      laps.done("look up");
      resolveNames(open, absent, commit);
      laps.done("names");
      if (absent.isEmpty()) {
        FrontierTable.insert(open, dictionaries, commit.frontiers());
      }
      open.setAutoCommit(false);
      for (Iterator<List<SealedPart>> groups = CommitProgress.groups(absent).iterator();
          groups.hasNext(); ) {
        List<SealedPart> group = groups.next();
        List<Frontier> frontiers = groups.hasNext() ? List.of() : commit.frontiers();
        CommitTransaction.Added rows =
            new CommitTransaction(open, dictionaries, newRuns, laps)
                .commit(group, frontiers, commit.rows());
        progress.committed(group, rows);
        watch.extend(progress.timeLeft());
      }
      foldFrontiers(open, commit);
      laps.done("positions");
    }
  }

  /**
   * After one commit of each checkpoint, that of the first subtask. Those of other subtasks may
   * come later: the next one, or who asks for positions, takes them in.
   */
  private void foldFrontiers(Connection open, PartCommit commit) {
    if (commit.frontiers().stream().noneMatch(frontier -> frontier.subtask() == 0)) {
      return;
    }
    try {
      open.setAutoCommit(true);
      FrontierTable.fold(open, false);
    } catch (SQLException e) {
      drop();
      LOG.warn("positions: not raised this time: {}", SqlFault.describe(e));
    }
  }

  /** Which parts are committed; refuses the commit when one is missing that must be among them. */
  private static Set<PartId> ledgerOf(Connection open, PartCommit commit) throws SQLException {
    Set<PartId> parts = commit.parts().stream().map(SealedPart::id).collect(Collectors.toSet());
    Set<PartId> before = new HashSet<>(commit.previous());
    before.removeAll(parts);
    CommitTransaction.refuseBrokenChain(open, before);
    return CommitTransaction.committed(open, parts);
  }

  private void resolveNames(Connection open, List<SealedPart> parts, PartCommit commit)
      throws SQLException, IOException {
    Dictionaries.Missing missing = new Dictionaries.Missing();
    for (SealedPart part : parts) {
      dictionaries.collect(commit.rows().names(part), missing);
    }
    for (Frontier frontier : commit.frontiers()) {
      frontier.sources().forEach(told -> dictionaries.collect(told.source(), missing));
    }
    dictionaries.resolve(open, missing);
  }

  private Connection connection() throws SQLException, IOException {
    if (connection == null) {
      Connection opened = connections.open("runmark writer");
      try {
        prepare(opened);
      } catch (SQLException | IOException | RuntimeException e) {
        opened.close();
        throw e;
      }
      connection = opened;
    }
    return connection;
  }

  private void prepare(Connection opened) throws SQLException, IOException {
    opened.setAutoCommit(true);
    SchemaVersion.require(opened, options.schema());
    try (Statement statement = opened.createStatement()) {
      statement.execute(ROOM);
      statement.execute(CommitTransaction.INCOMING_TABLE);
      statement.execute(RunMerge.TOUCHED_TABLE);
      statement.execute(RunMerge.REWRITTEN_TABLE);
    }
  }

  private void giveUpUnlessWorthIt(PartCommit commit, SQLException e, CommitProgress progress)
      throws IOException {
    boolean late = progress.timeLeft().isZero();
    if (late || !SqlFault.isTransient(e)) {
      throw new IOException(
          "commit "
              + commit.parts().size()
              + " part(s): "
              + SqlFault.describe(e)
              + (late ? " (gave up after " + options.limits().commitBudget() + ")" : ""),
          e);
    }
  }

  private static String replayHint(PartCommit commit, SealedPart part) {
    Map<String, long[]> ranges = new TreeMap<>();
    try {
      for (OffsetRow row : commit.rows().of(part)) {
        String name = row.source().topic() + "/" + row.source().partition();
        long offset = row.span().hi() / EventSpan.EVENTS_PER_RECORD - 1;
        long[] range = ranges.computeIfAbsent(name, any -> new long[] {offset, offset});
        range[0] = Math.min(range[0], offset);
        range[1] = Math.max(range[1], offset);
      }
    } catch (IOException e) {
      return "; its rows object cannot be read either: replay from before that time";
    }
    StringBuilder hint = new StringBuilder("; replay these offsets:");
    ranges.forEach(
        (name, range) ->
            hint.append(' ')
                .append(name)
                .append('@')
                .append(range[0])
                .append("..")
                .append(range[1]));
    return hint.toString();
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  /** Between half of the pause and all of it, so that committers do not knock in step. */
  private static long jittered(Duration pause) {
    long millis = pause.toMillis();
    return millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
  }

  private void rollBack() {
    try {
      if (connection != null && !connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      drop();
    }
  }

  /** The next connection may lead to another server, which need not have the same numbers. */
  private void drop() {
    Connection old = connection;
    connection = null;
    dictionaries.forget();
    if (old != null) {
      try {
        old.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("close of a doubtful connection", e);
      }
    }
  }

  @Override
  public void close() {
    drop();
    watchdog.close();
  }

  /** The schema's version as the migrations left it. */
  private static final class SchemaVersion {

    static void require(Connection connection, String schema) throws SQLException, IOException {
      int found = read(connection, schema);
      if (found != Migration.VERSION) {
        // Restartable: a migration that runs ahead of the job must not end it for good.
        throw new IOException(
            "index schema "
                + schema
                + ": version "
                + (found < 0 ? "none" : found)
                + ", this build needs "
                + Migration.VERSION
                + ": run ./runmark migrate"
                + (found > Migration.VERSION ? " of the newer build, and that build's job" : ""));
      }
    }

    private static int read(Connection connection, String schema) throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT to_regclass('" + schema + ".schema_history')")) {
        rows.next();
        if (rows.getString(1) == null) {
          return -1;
        }
      }
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT max(version::int) FROM schema_history WHERE success")) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }
}
