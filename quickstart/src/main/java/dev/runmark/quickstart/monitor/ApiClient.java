package dev.runmark.quickstart.monitor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks the API, and judges when it gives no answer: while a fault is on, 503 is right, and a
 * connection that is broken off or not there at all; otherwise only for a while, since a machine
 * may be busy. Silence is never right.
 */
final class ApiClient {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI api;
  private final Waits waits;
  private final Violations violations;
  private final AtomicLong unanswered = new AtomicLong();
  private volatile boolean faults;

  /**
   * How long is waited.
   *
   * @param answer for one, of whatever status: all waits of the server, and much more
   * @param excuse until there is a real one although no fault is on
   */
  record Waits(Duration answer, Duration excuse) {}

  /** An answer that is not 503. */
  record Answer(int status, byte[] body) {}

  ApiClient(URI api, Waits waits, Violations violations) {
    this.api = api;
    this.waits = waits;
    this.violations = violations;
  }

  /** From now on no answer is a right one, until it is said otherwise. */
  void faults(boolean on) {
    faults = on;
  }

  /** How often there was none. */
  long unanswered() {
    return unanswered.get();
  }

  Answer get(String path) throws AwayException, InterruptedException {
    long begun = System.nanoTime();
    while (true) {
      // A fault that ends while the answer is on its way still excuses it.
      boolean excused = faults;
      String why;
      try {
        HttpResponse<byte[]> response = ask(path);
        if (response.statusCode() != 503) {
          return new Answer(response.statusCode(), response.body());
        }
        why = refusal(path, response);
      } catch (HttpTimeoutException e) {
        violations.add(Rule.W11, path + ": no answer within " + waits.answer());
        throw new AwayException(path);
      } catch (IOException e) {
        why = e.toString();
      }
      unanswered.incrementAndGet();
      if (excused || faults) {
        throw new AwayException(path + ": " + why);
      }
      if (System.nanoTime() - begun > waits.excuse().toNanos()) {
        violations.add(
            Rule.W11, path + ": " + why + " for " + waits.excuse() + ", without a fault");
        throw new AwayException(path);
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private HttpResponse<byte[]> ask(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(api.resolve(path)).timeout(waits.answer()).build();
    return client.send(request, BodyHandlers.ofByteArray());
  }

  private String refusal(String path, HttpResponse<byte[]> response) {
    if (response.headers().firstValue("Retry-After").isEmpty()) {
      violations.add(Rule.W11, path + ": 503 without Retry-After");
    }
    return "503";
  }
}
