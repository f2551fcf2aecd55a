package dev.runmark.reader.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections on which no new request came in whole for a time: a client that sends its
 * headers byte by byte is never silent enough for the idle timeout.
 */
final class SilentConnections implements Connection.Listener {

  private final Scheduler scheduler;
  private final Duration most;

  SilentConnections(Scheduler scheduler, Duration most) {
    this.scheduler = scheduler;
    this.most = most;
  }

  @Override
  public void onOpened(Connection connection) {
    watch(connection, 0);
  }

  private void watch(Connection connection, long seen) {
    scheduler.schedule(() -> look(connection, seen), most.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look(Connection connection, long seen) {
    if (!connection.getEndPoint().isOpen()) {
      return;
    }
    long now = connection.getMessagesIn();
    if (now == seen) {
      connection.getEndPoint().close(new TimeoutException("no request came in whole"));
    } else {
      watch(connection, now);
    }
  }

  @Override
  public void onClosed(Connection connection) {}
}
