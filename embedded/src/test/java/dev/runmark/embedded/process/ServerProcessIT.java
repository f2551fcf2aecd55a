package dev.runmark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.Ports;
import dev.runmark.embedded.s3.S3Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessIT {

  private static final int HEAP = 128;

  @TempDir private Path directory;

  /** One that serves, and one that does not come up. */
  enum Kind implements ServerStart {
    OBJECTS {
      @Override
      public AutoCloseable start(Path directory, Properties settings, Properties answer)
          throws IOException {
        S3Server server =
            S3Server.startDefault(
                directory.resolve("objects"), Integer.parseInt(settings.getProperty("port")));
        answer.setProperty("endpoint", server.endpoint().toString());
        return server::close;
      }
    },
    BROKEN {
      @Override
      public AutoCloseable start(Path directory, Properties settings, Properties answer)
          throws IOException {
        throw new IOException("on purpose");
      }
    }
  }

  @Test
  void aKilledServerServesAgainAtItsPortAndAPausedOneIsSilentUntilItGoesOn() throws Exception {
    Map<String, String> settings = Map.of("port", "" + Ports.free(0));
    ServerProcess first = ServerProcess.start(Kind.OBJECTS, directory, HEAP, settings);
    URI endpoint = URI.create(first.answer("endpoint"));
    assertThat(status(endpoint)).isPositive();

    first.kill();
    assertThat(ProcessHandle.of(first.pid())).isEmpty();
    assertThatIOException().isThrownBy(() -> status(endpoint));

    try (ServerProcess second = ServerProcess.start(Kind.OBJECTS, directory, HEAP, settings)) {
      assertThat(status(endpoint)).isPositive();
      second.pause();
      assertThatThrownBy(() -> status(endpoint)).isInstanceOf(HttpTimeoutException.class);
      second.resume();
      assertThat(status(endpoint)).isPositive();
    }
  }

  @Test
  void oneThatDoesNotComeUpIsToldWithItsLog() {
    assertThatIOException()
        .isThrownBy(() -> ServerProcess.start(Kind.BROKEN, directory, HEAP, Map.of()))
        .withMessageContaining("starting broken: it ended before it served")
        .withMessageContaining("server.err");
  }

  private static int status(URI endpoint) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(endpoint).timeout(Duration.ofSeconds(3)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
