package dev.runmark.options;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How runs are read back.
 *
 * @param connections to PostgreSQL at most
 * @param connectionWait for one of them
 * @param objectWait for one range from S3, with all its tries
 * @param gap bytes between two ranges of a part that are still read as one
 * @param window bytes that a stream of runs fetches ahead, and the longest range of several runs
 * @param cache bytes of hot ranges that are kept; 0: none
 * @param hedgeAfter after which a range is asked for a second time; null: never
 */
public record ReaderOptions(
    int connections,
    Duration connectionWait,
    Duration objectWait,
    long gap,
    long window,
    long cache,
    @Nullable Duration hedgeAfter) {

  private static final OptionKey CONNECTIONS =
      OptionKey.one("reader.connections", "8", "most connections to PostgreSQL");
  private static final OptionKey CONNECTION_WAIT =
      OptionKey.one("reader.connection-wait", "5 s", "how long a read waits for a connection");
  private static final OptionKey OBJECT_WAIT =
      OptionKey.one("reader.object-wait", "15 s", "how long a range of a part is tried for");
  private static final OptionKey GAP =
      OptionKey.one("reader.gap", "64 KiB", "ranges that lie nearer are read as one");
  private static final OptionKey WINDOW =
      OptionKey.one("reader.window", "8 MiB", "bytes that a stream of runs fetches at once");
  private static final OptionKey CACHE =
      OptionKey.one("reader.cache", "64 MiB", "bytes of hot ranges that are kept; 0 B for none");
  private static final OptionKey HEDGE_AFTER =
      OptionKey.one(
          "reader.hedge-after", "when to ask a second time for a range; without it never");

  public static final List<OptionKey> KEYS =
      List.of(CONNECTIONS, CONNECTION_WAIT, OBJECT_WAIT, GAP, WINDOW, CACHE, HEDGE_AFTER);

  private static final int MOST_CONNECTIONS = 1_000;
  private static final LongFunction<Long> SIZE = Long::valueOf;

  public static final ReaderOptions DEFAULT =
      new ReaderOptions(
          8, Duration.ofSeconds(5), Duration.ofSeconds(15), 64 << 10, 8 << 20, 64 << 20, null);

  public static ReaderOptions from(Settings settings) {
    return new ReaderOptions(
        settings.one(CONNECTIONS, OptionTypes.wholeNumber(1, MOST_CONNECTIONS)),
        settings.one(CONNECTION_WAIT, between(Duration.ofMillis(250), Duration.ofMinutes(1))),
        settings.one(OBJECT_WAIT, between(Duration.ofSeconds(1), Duration.ofMinutes(10))),
        settings.one(GAP, OptionTypes.sizeBetween("0 B", "16 MiB", SIZE)),
        settings.one(WINDOW, OptionTypes.sizeBetween("64 KiB", "1 GiB", SIZE)),
        settings.one(CACHE, OptionTypes.sizeBetween("0 B", "1024 GiB", SIZE)),
        settings
            .find(HEDGE_AFTER, between(Duration.ofMillis(1), Duration.ofMinutes(1)))
            .orElse(null));
  }

  private static Function<String, Duration> between(Duration least, Duration most) {
    return OptionTypes.duration(least, most);
  }

  public ReaderOptions withCache(long bytes) {
    return new ReaderOptions(
        connections, connectionWait, objectWait, gap, window, bytes, hedgeAfter);
  }

  public ReaderOptions withHedgeAfter(@Nullable Duration delay) {
    return new ReaderOptions(connections, connectionWait, objectWait, gap, window, cache, delay);
  }

  public ReaderOptions withWaits(Duration forConnection, Duration forObject) {
    return new ReaderOptions(connections, forConnection, forObject, gap, window, cache, hedgeAfter);
  }
}
