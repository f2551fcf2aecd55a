package dev.runmark.quickstart.monitor;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One who reads through the HTTP API all the while: lists everything by cursor, reads some of what
 * is new and some of what it knows, compares, rests, and begins again. It tells what no reader must
 * ever see, by {@link Rule}.
 *
 * <p>Its thread runs from {@link #start} to {@link #finish} or {@link #close}. It rests many times
 * as long as it works, so that it takes little from a machine that others need, and the less the
 * busier that is.
 */
public final class OnlineMonitor implements AutoCloseable {

  private static final long SHORTEST_REST = Duration.ofMillis(500).toNanos();
  private static final long LONGEST_REST = Duration.ofSeconds(15).toNanos();

  private final ApiClient api;
  private final Effort effort;
  private final Violations violations = new Violations();
  private final VisibleRuns visible;
  private final WatchedRuns watched;
  private final Random random = new Random();
  private final Thread thread = new Thread(this::run, "online-monitor");
  private volatile boolean ended;
  private volatile @Nullable Throwable failure;
  private volatile String told = "nothing read yet";
  private long rounds;
  private long rows;
  private long pages;

  /**
   * How much is done in a round.
   *
   * @param page how many runs a page has, half of them to half as many more
   * @param fresh how many runs are read that were not visible before
   * @param again how many of those that are watched are read again
   * @param rest how many times as long as a round is rested after it
   */
  record Effort(int page, int fresh, int again, int rest) {}

  OnlineMonitor(URI address, Effort effort, ApiClient.Waits waits) {
    this.api = new ApiClient(address, waits, violations);
    this.effort = effort;
    this.visible = new VisibleRuns(api, violations);
    this.watched = new WatchedRuns(api, violations);
  }

  /** Begins to read there. */
  public static OnlineMonitor start(URI api) {
    OnlineMonitor monitor =
        new OnlineMonitor(
            api,
            new Effort(1_000, 20, 40, 9),
            new ApiClient.Waits(Duration.ofMinutes(2), Duration.ofMinutes(2)));
    monitor.thread.setDaemon(true);
    monitor.thread.start();
    return monitor;
  }

  /** Whether something is away from now on, so that no answer is a right one too. */
  public void faults(boolean on) {
    api.faults(on);
  }

  private void run() {
    try {
      while (!ended) {
        long begun = System.nanoTime();
        tryRound();
        rest(System.nanoTime() - begun);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** In small steps, so that an end is noticed. */
  private void rest(long worked) throws InterruptedException {
    long begun = System.nanoTime();
    long wanted = Math.min(LONGEST_REST, Math.max(SHORTEST_REST, effort.rest() * worked));
    while (!ended && System.nanoTime() - begun < wanted) {
      Thread.sleep(100);
    }
  }

  /** One round; nothing is concluded from one in which an answer was missing. */
  void tryRound() throws InterruptedException {
    try {
      round();
    } catch (AwayException toldAlready) {
      // What was known before is judged by the next one.
    } finally {
      tell();
    }
  }

  private void round() throws AwayException, InterruptedException {
    List<UUID> fresh = new ArrayList<>();
    String order = random.nextBoolean() ? "newest" : "oldest";
    int limit = Math.max(1, effort.page() / 2 + random.nextInt(effort.page()));
    try {
      Listing listing = Listing.of(api, "/runs?order=" + order + "&limit=" + limit);
      rows += listing.rows().size();
      pages += listing.pages();
      fresh.addAll(visible.judge(listing));
    } catch (Listing.NoneException e) {
      violations.add(Rule.D5, String.valueOf(e.getMessage()));
    }
    List<UUID> again = new ArrayList<>(watched.watched());
    read(some(again, effort.again()));
    read(some(fresh, effort.fresh()));
    rounds++;
  }

  private List<UUID> some(List<UUID> runs, int most) {
    Collections.shuffle(runs, random);
    return runs.subList(0, Math.min(most, runs.size()));
  }

  private void read(List<UUID> runs) throws AwayException, InterruptedException {
    for (UUID run : runs) {
      if (!watched.read(run)) {
        visible.forget(run);
      }
    }
  }

  /** Ends the thread, and looks once more at everything that it knows. Nothing may be away now. */
  public void finish() throws InterruptedException {
    api.faults(false);
    end();
    Throwable failed = failure;
    if (failed != null) {
      throw new IllegalStateException("the online monitor has failed", failed);
    }
    tryRound();
    try {
      read(watched.watched());
    } catch (AwayException toldAlready) {
      // It is among the violations.
    }
    tell();
  }

  private void end() throws InterruptedException {
    ended = true;
    thread.interrupt();
    thread.join();
  }

  public Set<Rule> violated() {
    return violations.rules();
  }

  /** How many runs are visible to it; for the time after {@link #finish}. */
  public int visible() {
    return visible.size();
  }

  public long rounds() {
    return rounds;
  }

  /** How many times a run had grown since it was read before. */
  public long grown() {
    return watched.grown();
  }

  long unanswered() {
    return api.unanswered();
  }

  private void tell() {
    told =
        String.format(
            Locale.ROOT,
            "%d rounds: %,d rows of %,d pages listed, %,d runs read, %,d of them grown; %d times no"
                + " answer",
            rounds,
            rows,
            pages,
            watched.reads(),
            watched.grown(),
            api.unanswered());
  }

  /** What it did and found, for a person. */
  public String told() {
    return "online monitor: " + told + "\n" + violations;
  }

  @Override
  public void close() {
    try {
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
