package dev.runmark.reader.http;

import dev.runmark.options.ApiOptions;
import dev.runmark.options.PostgresOptions;
import dev.runmark.options.ServerOptions;
import dev.runmark.options.StorageOptions;
import dev.runmark.reader.RunmarkReader;
import dev.runmark.reader.send.SendRuns;
import dev.runmark.reader.send.Visibility;
import dev.runmark.storage.tracing.Tracing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API, one for a process. It starts while stores and Kafka are away, and says so when it
 * is asked whether it is ready.
 */
public final class ApiServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final int HEADERS = 16 << 10;

  /** Threads that take connections and time out, beside those of the requests. */
  private static final int OWN_THREADS = 16;

  private final Server server;
  private final ServerConnector connector;
  private final RunmarkReader reader;
  private final SendRuns door;
  private final Readiness readiness;
  private final Tracing tracing = Tracing.open("runmark-api");

  private ApiServer(ServerOptions options) {
    reader =
        RunmarkReader.open(
            postgres(options.postgres()), StorageOptions.of(options.s3()), options.reader());
    door = SendRuns.open(options);
    readiness = new Readiness(reader, door);
    ApiOptions api = options.api();
    QueuedThreadPool threads = new QueuedThreadPool(api.exchanges().requests() + OWN_THREADS);
    threads.setName("runmark-api");
    server = new Server(threads);
    connector = connector(server, api);
    server.addConnector(connector);
    server.setErrorHandler(new MalformedRequests());
    ApiMetrics metrics = new ApiMetrics();
    // New requests are refused from then on, readiness among them; those under way may end.
    server.setStopTimeout(api.sending().delivery().toMillis());
    server.setHandler(
        new GracefulHandler(
            new Dispatcher(
                routes(reader, door, readiness, metrics),
                new Doorkeeper(api, options.tenants().fallback()),
                metrics,
                new RequestSpans(tracing.tracer()),
                api.exchanges())));
  }

  /** Everything that can be asked. */
  static List<Route> routes(
      RunmarkReader reader, SendRuns door, Readiness readiness, ApiMetrics metrics) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new WriteRoutes(door, new Visibility(reader, () -> door.ending())).routes());
    routes.addAll(new ReadRoutes(reader).routes());
    routes.addAll(new WatchRoutes(readiness, metrics).routes());
    return routes;
  }

  /** How requests are read. */
  static HttpConfiguration configuration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setRequestHeaderSize(HEADERS);
    http.setUriCompliance(UriCompliance.DEFAULT);
    return http;
  }

  private static ServerConnector connector(Server server, ApiOptions api) {
    ServerConnector connector =
        new ServerConnector(server, new HttpConnectionFactory(configuration()));
    connector.setHost(api.listen().host());
    connector.setPort(api.listen().port());
    connector.setIdleTimeout(api.exchanges().idle().toMillis());
    connector.addBean(new SilentConnections(connector.getScheduler(), api.exchanges().whole()));
    return connector;
  }

  /**
   * Serves when this returns.
   *
   * @throws IOException when the address cannot be listened on
   */
  public static ApiServer start(ServerOptions options) throws IOException {
    ApiServer api = new ApiServer(options);
    try {
      api.server.start();
    } catch (Exception e) {
      api.close();
      throw new IOException("listen on " + options.api().listen() + ": " + e.getMessage(), e);
    }
    // Its log tells what is missing; who waits for it asks /health/ready.
    api.server.getThreadPool().execute(api.readiness::look);
    LOG.info("serving on {}:{}", options.api().listen().host(), api.port());
    return api;
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  private static dev.runmark.storage.index.PostgresOptions postgres(PostgresOptions options) {
    return new dev.runmark.storage.index.PostgresOptions(
        options.url(),
        options.user(),
        options.password()::resolve,
        options.schema(),
        dev.runmark.storage.index.PostgresOptions.Limits.DEFAULT);
  }

  /** Lets requests end that are under way, no longer than a send to Kafka may take. */
  @Override
  public void close() {
    door.end();
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("stopped listening, but not cleanly: {}", e.toString());
    } finally {
      door.close();
      reader.close();
      tracing.close();
    }
  }
}
