package dev.runmark.reader;

import dev.runmark.options.ReaderOptions;
import dev.runmark.reader.fetch.CachedReads;
import dev.runmark.reader.fetch.FrameFetch;
import dev.runmark.reader.fetch.HedgedReads;
import dev.runmark.reader.fetch.RunStream;
import dev.runmark.reader.page.Cursors;
import dev.runmark.reader.page.Page;
import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.failure.InvalidCursorException;
import dev.runmark.storage.failure.InvalidQueryException;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.index.AwaitedEvent;
import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.index.LedgerPart;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.index.PostgresOptions;
import dev.runmark.storage.index.PostgresReadIndex;
import dev.runmark.storage.index.ReadLimits;
import dev.runmark.storage.index.ReaderFitness;
import dev.runmark.storage.index.TracedRoot;
import dev.runmark.storage.objects.ObjectReads;
import dev.runmark.storage.objects.S3ObjectStore;
import dev.runmark.storage.objects.S3Options;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.query.PartQuery;
import dev.runmark.storage.query.Place;
import dev.runmark.storage.query.QueryText;
import dev.runmark.storage.query.RunQuery;
import dev.runmark.storage.read.RunReader;
import dev.runmark.storage.read.StoredRun;
import dev.runmark.storage.trace.TreeOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs read back, one tenant at a time. Thread-safe; one for a process, closed at its end.
 *
 * <p>Every read of runs is one statement; their bytes come with {@link #find}, or by {@link #read}
 * for whatever was found, traced or listed. It gives what is stored or an error, never a wrong,
 * partial or empty answer, and in bounded time. What it throws:
 *
 * <ul>
 *   <li>{@link dev.runmark.storage.failure.StoreAwayException}: PostgreSQL or S3; later it may work
 *   <li>{@link dev.runmark.storage.failure.IndexRefusedException}: PostgreSQL does not let this
 *       user
 *   <li>{@link CorruptRunException}: a run, its part and range; someone must look
 *   <li>{@link InvalidQueryException}, {@link InvalidCursorException}: the caller's, unchecked
 * </ul>
 */
public final class RunmarkReader implements AutoCloseable {

  /** How many runs may be asked for by id at once. */
  public static final int MOST_IDS = 1_000;

  private final PostgresReadIndex index;
  private final RunReader reader;
  private final FrameFetch fetch;
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private volatile @Nullable Cursors cursors;

  private RunmarkReader(PostgresReadIndex index, CachedReads reads, FrameFetch fetch) {
    this.index = index;
    this.reader = new RunReader(index, reads);
    this.fetch = fetch;
  }

  /** Connects to neither store before the first read. */
  public static RunmarkReader open(PostgresOptions postgres, S3Options s3, ReaderOptions options) {
    // A second try must fit into the wait.
    S3Options bounded =
        s3.with(s3.transfer().withTimes(options.objectWait(), options.objectWait().dividedBy(2)));
    S3ObjectStore store = S3ObjectStore.open(bounded);
    HedgedReads hedged =
        options.hedgeAfter() == null ? null : new HedgedReads(store, options.hedgeAfter());
    ObjectReads reads = hedged == null ? store : hedged;
    RunmarkReader reader = open(postgres, reads, options);
    reader.resources.add(store);
    if (hedged != null) {
      reader.resources.push(hedged);
    }
    return reader;
  }

  /** The same over a store that its owner closes. */
  static RunmarkReader open(PostgresOptions postgres, ObjectReads store, ReaderOptions options) {
    PostgresReadIndex index =
        new PostgresReadIndex(
            postgres, new ReadLimits(options.connections(), options.connectionWait()));
    CachedReads reads = new CachedReads(store, options.cache());
    FrameFetch fetch = new FrameFetch(reads, options.gap(), options.window());
    RunmarkReader reader = new RunmarkReader(index, reads, fetch);
    reader.resources.add(fetch);
    reader.resources.add(index);
    return reader;
  }

  /**
   * One run, by one statement and one GET a line. Of one line, its bytes as they were stored.
   *
   * @return empty when the tenant has no such run, whoever else has
   */
  public Optional<StoredRun> find(String tenant, UUID run) throws ReadException {
    QueryText.check("tenant", tenant);
    return reader.find(new RunKey(tenant, run));
  }

  /**
   * Where the lines of one run lie, in reading order, by one statement; {@link #read(String, UUID,
   * List)} gives its document.
   *
   * @return empty when the tenant has no such run
   */
  public List<LineLocation> locate(String tenant, UUID run) throws ReadException {
    QueryText.check("tenant", tenant);
    return index.find(new RunKey(tenant, run));
  }

  /**
   * The run of these lines, by one GET each; looked up anew when their part was moved since.
   *
   * @return empty when it was deleted meanwhile, or when there are no lines
   */
  public Optional<StoredRun> read(String tenant, UUID run, List<LineLocation> lines)
      throws ReadException {
    return reader.read(new RunKey(tenant, run), lines);
  }

  /**
   * Many runs, by one statement; {@link #read} gives their documents.
   *
   * @param ids at most {@link #MOST_IDS}
   */
  public FoundRuns findAll(String tenant, List<UUID> ids) throws ReadException {
    QueryText.check("tenant", tenant);
    if (ids.size() > MOST_IDS) {
      throw new InvalidQueryException("ids", ids.size() + ", wanted at most " + MOST_IDS);
    }
    Map<UUID, IndexedRun> found = new HashMap<>();
    index.findAll(tenant, new LinkedHashSet<>(ids)).forEach(r -> found.put(r.key().run(), r));
    List<IndexedRun> runs = new ArrayList<>(ids.size());
    Set<UUID> absent = new LinkedHashSet<>();
    for (UUID id : ids) {
      IndexedRun run = found.get(id);
      if (run == null) {
        absent.add(id);
      } else {
        runs.add(run);
      }
    }
    return new FoundRuns(runs, new ArrayList<>(absent));
  }

  /**
   * All runs of a trace in the order of their tree, by one statement: a run, then what it called,
   * by start time and id; then those whose parent is not there. {@link #read} gives their
   * documents, by one GET where they lie together and fit into the window.
   *
   * @return empty when the tenant has no such trace
   */
  public List<IndexedRun> trace(String tenant, UUID trace) throws ReadException {
    QueryText.check("tenant", tenant);
    List<IndexedRun> runs = index.trace(tenant, trace);
    return TreeOrder.of(runs, run -> run.key().run(), IndexedRun::listing);
  }

  /**
   * The documents of these runs, in their order, in bounded memory: no more of their bytes than a
   * window at a time, the largest run being the least window. Ranges of a part that touch or nearly
   * touch come by one GET.
   */
  public RunStream read(List<IndexedRun> runs) {
    return new RunStream(fetch, index::findAll, runs);
  }

  /**
   * A page of runs by start time; runs without one stand at the end. A run that does not change is
   * on exactly one page, whatever is written meanwhile.
   *
   * @param cursor {@link Page#next} of the page before, of this query; null: the first page
   */
  public Page<IndexedRun> list(RunQuery query, @Nullable String cursor) throws ReadException {
    return page(
        identity("runs", query),
        cursor,
        query.limit(),
        (after, most) -> index.runs(query, after, most),
        RunmarkReader::place);
  }

  /** The same of traces, by their root runs, to which the query's conditions apply. */
  public Page<TracedRoot> traces(RunQuery query, @Nullable String cursor) throws ReadException {
    return page(
        identity("traces", query),
        cursor,
        query.limit(),
        (after, most) -> index.roots(query, after, most),
        traced -> place(traced.root()));
  }

  /** Those of a tenant's events that readers do not see yet, by one statement. */
  public List<AwaitedEvent> waiting(String tenant, UUID topicId, List<AwaitedEvent> events)
      throws ReadException {
    return index.waiting(tenant, topicId, events);
  }

  /** A page of the committed parts, of all tenants, by their time of opening. */
  public Page<LedgerPart> parts(PartQuery query, @Nullable String cursor) throws ReadException {
    return page(
        Arrays.asList("parts", query.from(), query.to(), query.order()),
        cursor,
        query.limit(),
        (after, most) -> index.parts(query, after, most),
        part -> new Place(null, part.part().uuid()));
  }

  /** Whether all of this can be answered to the user that the index is read as. */
  public ReaderFitness fitness() throws ReadException {
    return index.fitness();
  }

  private interface Rows<T> {
    List<T> after(@Nullable Place place, int most) throws ReadException;
  }

  /** Asks for one row more than the page has: whether there is a next page is then known. */
  private <T> Page<T> page(
      List<?> identity, @Nullable String cursor, int limit, Rows<T> rows, Function<T, Place> place)
      throws ReadException {
    Cursors signed = cursors();
    Place after = cursor == null ? null : signed.place(identity, cursor);
    List<T> found = rows.after(after, limit + 1);
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    return new Page<>(
        found.subList(0, limit), signed.text(identity, place.apply(found.get(limit - 1))));
  }

  private Cursors cursors() throws ReadException {
    Cursors known = cursors;
    if (known == null) {
      known = new Cursors(index.cursorKey());
      cursors = known;
    }
    return known;
  }

  private static Place place(IndexedRun run) {
    return new Place(run.listing().startTime(), run.key().run());
  }

  private static List<?> identity(String list, RunQuery query) {
    return Arrays.asList(
        list,
        query.tenant(),
        query.project(),
        query.trace(),
        query.runType(),
        query.status(),
        query.hasError(),
        query.namePrefix(),
        query.from(),
        query.to(),
        query.order());
  }

  @Override
  public void close() {
    IllegalStateException failed = null;
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        failed = failed == null ? new IllegalStateException("close the reader", e) : failed;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
