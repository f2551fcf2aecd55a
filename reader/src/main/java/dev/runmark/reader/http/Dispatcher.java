package dev.runmark.reader.http;

import dev.runmark.options.ApiOptions;
import dev.runmark.storage.deadline.Deadlines;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every request: finds its route, admits its caller, and tells what went wrong. No more
 * requests at a time than there may be, none for longer than it may take.
 */
final class Dispatcher extends Handler.Abstract {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Caller NOBODY = new Caller("", "", Set.of());

  /** Seconds after which a client may try again. */
  private static final String RETRY_AFTER = "2";

  private final List<Route> routes;
  private final Doorkeeper doorkeeper;
  private final ApiMetrics metrics;
  private final RequestSpans spans;
  private final ApiOptions.Exchanges limits;
  private final Semaphore requests;
  private final Deadlines deadlines;

  Dispatcher(
      List<Route> routes,
      Doorkeeper doorkeeper,
      ApiMetrics metrics,
      RequestSpans spans,
      ApiOptions.Exchanges limits) {
    this.routes = List.copyOf(routes);
    this.doorkeeper = doorkeeper;
    this.metrics = metrics;
    this.spans = spans;
    this.limits = limits;
    this.requests = new Semaphore(limits.requests());
    this.deadlines = new Deadlines("runmark-api-deadlines", limits.whole());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    spans.around(request, response, () -> handled(request, response, callback));
    return true;
  }

  private void handled(Request request, Response response, Callback callback) {
    EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
    long begun = System.nanoTime();
    String route = "none";
    Deadlines.Attempt deadline = deadlines.begin(() -> connection.close(late()));
    try {
      Route found = route(request);
      RequestSpans.takes(found);
      route = found.method() + " " + found.path();
      answer(found, request, response);
      callback.succeeded();
    } catch (Exception | Error failure) {
      tell(failure, route, response, callback);
    } finally {
      deadline.close();
      metrics.answered(route, response.getStatus(), System.nanoTime() - begun);
    }
  }

  private static TimeoutException late() {
    return new TimeoutException("the request took too long");
  }

  private void answer(Route route, Request request, Response response) throws Exception {
    Map<String, String> places = route.match(path(request));
    Parameters parameters = Parameters.of(request, route.parameters());
    boolean open = route.scope() == Scope.NONE;
    Caller caller = open ? NOBODY : doorkeeper.admit(request, route.scope());
    if (!open) {
      LOG.debug("{} {} by {}", route.method(), route.path(), caller.name());
    }
    Exchange exchange =
        new Exchange(request, response, caller, places == null ? Map.of() : places, parameters);
    if (open) {
      route.action().answer(exchange);
      return;
    }
    if (!requests.tryAcquire()) {
      throw new Problem(503, "busy", "all " + limits.requests() + " requests are in use");
    }
    try {
      route.action().answer(exchange);
    } finally {
      requests.release();
    }
  }

  private Route route(Request request) throws Problem {
    String path = path(request);
    List<Route> matching = routes.stream().filter(each -> each.match(path) != null).toList();
    if (matching.isEmpty()) {
      throw new Problem(
          404, "not_found", "there is no such path; /openapi.json has those there are");
    }
    return matching.stream()
        .filter(each -> each.method().equals(request.getMethod()))
        .min((one, other) -> Boolean.compare(other.exact(), one.exact()))
        .orElseThrow(() -> notAllowed(matching));
  }

  private static Problem notAllowed(List<Route> matching) {
    String allowed =
        matching.stream().map(Route::method).distinct().sorted().collect(Collectors.joining(", "));
    return new Problem(405, "method_not_allowed", "allowed: " + allowed)
        .head(HttpHeader.ALLOW.asString(), allowed);
  }

  /** A slash at its end says nothing. */
  private static String path(Request request) {
    String path = Request.getPathInContext(request);
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** An error is told and counted as any fault is: it does not go past this to Jetty. */
  private void tell(Throwable failure, String route, Response response, Callback callback) {
    Problem problem = Problem.of(failure);
    metrics.problem(problem.code());
    if (problem.status() >= 500 && !(failure instanceof Problem)) {
      LOG.warn("{}: {}", route, failure.toString(), problem.status() == 500 ? failure : null);
    }
    if (response.isCommitted()) {
      // The connection is broken off: what was sent must not look like all of it.
      callback.failed(failure);
      return;
    }
    try {
      response.reset();
      problem(problem, response);
      callback.succeeded();
    } catch (IOException | RuntimeException e) {
      callback.failed(e);
    }
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    deadlines.close();
  }

  static void problem(Problem problem, Response response) throws IOException {
    byte[] body = Json.of(problem);
    response.setStatus(problem.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Exchange.JSON);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    problem.headers().forEach(response.getHeaders()::put);
    if (problem.retry()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER);
    }
    if (problem.status() == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
    }
    ResponseBody.whole(response, body);
  }
}
