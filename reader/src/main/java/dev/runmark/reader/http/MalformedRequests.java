package dev.runmark.reader.http;

import java.io.IOException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What a client is told of what never came to the dispatcher, or went past it: mostly its request
 * is no HTTP that is served here.
 */
final class MalformedRequests extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus() < 400 ? 400 : response.getStatus();
    try {
      Dispatcher.problem(problem(status), response);
      callback.succeeded();
    } catch (IOException e) {
      callback.failed(e);
    }
    return true;
  }

  private static Problem problem(int status) {
    return switch (status) {
      case 500 -> Problem.internal();
      case 503 -> new Problem(503, "busy", "the server takes no requests now");
      default -> new Problem(status, "malformed_request", "the request is not well formed");
    };
  }
}
