package dev.runmark.bench.list;

import dev.runmark.bench.load.KnownRun;
import dev.runmark.bench.load.PartLoader;
import dev.runmark.bench.load.RunIds;
import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.servers.IndexSchema;
import dev.runmark.bench.servers.S3Access;
import dev.runmark.bench.servers.ServerKind;
import dev.runmark.bench.servers.Servers;
import dev.runmark.bench.servers.Software;
import dev.runmark.storage.index.PostgresOffsetIndex;
import dev.runmark.storage.objects.S3ObjectStore;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.FrameFormat;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.RunStatus;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures what paging through very many runs costs, from the first page to the last, by the
 * library in a JVM with a small heap.
 *
 * <p>The many runs are rows alone, committed as the sink commits them; their parts are named in the
 * ledger and never were. The list with documents is one of fewer runs, stored whole, of another
 * tenant.
 */
public final class ListBench {

  private static final String ROWS = "rows";
  private static final String LISTED = "listed";
  private static final int ROWS_A_PART = 50_000;
  private static final int DOCUMENTS_A_PART = 10_000;
  private static final int RUNS_A_TRACE = 8;
  private static final SourcePartition SOURCE = new SourcePartition(new UUID(8, 8), "runs", 0);
  private static final Instant START = Instant.parse("2026-02-03T04:05:06Z");
  private static final byte[] NO_DOCUMENT = new byte[1000];

  private final ListPlan plan;
  private final Path directory;
  private final Consumer<String> progress;
  private long stored;

  /**
   * @param directory for all data, empty
   * @param progress is told what happens, line by line
   */
  public ListBench(ListPlan plan, Path directory, Consumer<String> progress) {
    this.plan = plan;
    this.directory = directory.toAbsolutePath();
    this.progress = progress;
  }

  /** Starts everything, measures, and ends everything; the directory's files stay. */
  public ListReport measure() throws Exception {
    double loadBefore = Machine.load();
    progress.accept("starting S3 and PostgreSQL …");
    try (Servers servers = Servers.start(directory, ServerKind.S3, ServerKind.POSTGRES)) {
      IndexSchema index = IndexSchema.create("runmark", servers.postgres());
      store(servers, index);
      Pager pager = new Pager(directory, plan.heap());
      List<ListResult> lists = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        progress.accept("listing " + kind.name + " …");
        lists.add(list(kind, pager, task(kind, servers.s3(), index)));
      }
      return new ListReport(
          "list",
          Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
          Machine.describe(plan.heap() * (1L << 20) / 1_000_000, loadBefore),
          Software.describe(servers.postgres()),
          plan,
          lists);
    }
  }

  private enum Kind {
    PROJECT("of a project", ROWS, LISTED),
    ALL("of all projects", ROWS, null),
    DOCUMENTS("with documents", "default", null);

    private final String name;
    private final String tenant;
    private final @Nullable String project;

    Kind(String name, String tenant, @Nullable String project) {
      this.name = name;
      this.tenant = tenant;
      this.project = project;
    }
  }

  private int expected(Kind kind) {
    return switch (kind) {
      case PROJECT -> plan.runs();
      case ALL -> plan.runs() + others();
      case DOCUMENTS -> plan.documents();
    };
  }

  /** Runs of the tenant's other projects. */
  private int others() {
    return plan.runs() / 10;
  }

  private PagerTask task(Kind kind, S3Access s3, IndexSchema index) {
    return new PagerTask(
        index.reader(),
        index.name(),
        s3,
        new PagerTask.Wanted(kind.tenant, kind.project, kind == Kind.DOCUMENTS),
        expected(kind),
        plan.page(),
        plan.warmUps() + plan.rounds());
  }

  private ListResult list(Kind kind, Pager pager, PagerTask task)
      throws IOException, InterruptedException {
    List<WholeList> all = pager.run(kind.name.replace(' ', '-'), task);
    List<WholeList> counted = all.subList(plan.warmUps(), all.size());
    ListResult result = ListResult.of(kind.name, task.expected(), plan.page(), counted);
    if (kind == Kind.DOCUMENTS && counted.stream().anyMatch(list -> list.bytes() != stored)) {
      throw new IllegalStateException(
          "list " + kind.name + ": " + counted.get(0).bytes() + " bytes, stored " + stored);
    }
    return result;
  }

  private void store(Servers servers, IndexSchema index) throws Exception {
    try (S3ObjectStore store = S3ObjectStore.open(servers.s3().options());
        PostgresOffsetIndex writer = new PostgresOffsetIndex(index.writing())) {
      PartLoader loader =
          new PartLoader(
              store,
              writer,
              new PartLocation(S3Access.BUCKET, "runs"),
              FrameFormat.of(Compression.ZSTD));
      progress.accept("committing " + (plan.runs() + others()) + " rows …");
      storeRows(loader);
      progress.accept("storing " + plan.documents() + " runs of 1 KB …");
      List<KnownRun> runs = KnownRun.of(1, plan.documents());
      stored = runs.stream().mapToLong(run -> run.document().length).sum();
      for (int from = 0; from < runs.size(); from += DOCUMENTS_A_PART) {
        int to = Math.min(runs.size(), from + DOCUMENTS_A_PART);
        loader.commit(KnownRun.lines(runs.subList(from, to)));
      }
    }
    // As the server would do it by itself, some time.
    servers.postgres().execute("VACUUM (ANALYZE) " + index.name() + ".runs");
  }

  private void storeRows(PartLoader loader) throws IOException, InterruptedException {
    RunIds ids = new RunIds(1);
    int total = plan.runs() + others();
    UUID trace = ids.at(START);
    List<RunLine> lines = new ArrayList<>(ROWS_A_PART);
    for (int i = 0; i < total; i++) {
      Instant start = START.plusMillis(i);
      UUID run = ids.at(start);
      if (i % RUNS_A_TRACE == 0) {
        trace = run;
      }
      // Every eleventh run is another project's.
      String project = i % 11 == 10 ? "other " + i % 3 : LISTED;
      lines.add(row(i, run, trace, project));
      if (lines.size() == ROWS_A_PART || i == total - 1) {
        loader.commitRows(lines);
        lines.clear();
      }
    }
  }

  private static RunLine row(int number, UUID run, UUID trace, String project) {
    Instant start = START.plusMillis(number);
    boolean root = run.equals(trace);
    return new RunLine(
        new RunKey(ROWS, run),
        trace,
        SOURCE,
        EventSpan.ofCreate(EventSpan.position(number, 0)),
        new Listing(
            project,
            root ? null : trace,
            root ? "AgentExecutor" : "ChatOpenAI",
            root ? "chain" : "llm",
            RunStatus.SUCCESS,
            start,
            start.plusMillis(1500)),
        NO_DOCUMENT,
        0,
        NO_DOCUMENT.length);
  }
}
