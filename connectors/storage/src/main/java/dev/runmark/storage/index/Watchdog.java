package dev.runmark.storage.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what no timeout of the driver ends: a write into a connection whose other side has stopped
 * reading. Closing the socket under it is the only thing that wakes the writing thread.
 */
final class Watchdog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  /** So that the ordinary timeouts, whose errors say more, come first. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "runmark-commit-watchdog");
            thread.setDaemon(true);
            return thread;
          });

  Watchdog() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Watches over a connection until the watch is closed. */
  Watch over(Connection connection, Duration timeLeft) {
    return new Watch(connection, timeLeft);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  final class Watch implements AutoCloseable {
    private final Connection connection;
    private ScheduledFuture<?> bite;

    private Watch(Connection connection, Duration timeLeft) {
      this.connection = connection;
      this.bite = schedule(timeLeft);
    }

    void extend(Duration timeLeft) {
      bite.cancel(false);
      bite = schedule(timeLeft);
    }

    private ScheduledFuture<?> schedule(Duration timeLeft) {
      return timer.schedule(this::abort, timeLeft.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    }

    private void abort() {
      LOG.warn("commit: no progress in its time, the connection is closed under it");
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("abort of a connection that hangs", e);
      }
    }

    @Override
    public void close() {
      bite.cancel(false);
    }
  }
}
