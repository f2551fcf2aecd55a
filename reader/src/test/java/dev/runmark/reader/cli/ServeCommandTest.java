package dev.runmark.reader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Without servers behind it: the API serves all the same, and says that it is not ready. */
class ServeCommandTest {

  private static final Pattern ADDRESS = Pattern.compile("serving (http://127\\.0\\.0\\.1:\\d+) ");

  @TempDir private Path directory;

  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @Test
  void servesUntilItIsEnded() throws Exception {
    Path config = config("api: {listen: 127.0.0.1:0, delivery: 1 s}");
    AtomicInteger exit = new AtomicInteger(-1);
    Thread serving = new Thread(() -> exit.set(run(config)));
    serving.start();
    Matcher address = ADDRESS.matcher(output.toString());
    while (!address.find()) {
      assertThat(serving.isAlive()).as(errors::toString).isTrue();
      Thread.sleep(20);
      address = ADDRESS.matcher(output.toString());
    }

    HttpResponse<String> live = ask(address.group(1) + "/health/live");
    assertThat(live.statusCode()).isEqualTo(200);

    serving.interrupt();
    serving.join();
    assertThat(exit).hasValue(0);
  }

  @Test
  void anOptionThatCannotBeUsedIsToldWithItsKey() throws IOException {
    assertThat(run(config("api: {listen: everywhere}"))).isEqualTo(2);
    assertThat(errors.toString()).contains("api.listen");
    assertThat(run(config("api: {lissten: 127.0.0.1:0}"))).isEqualTo(2);
    assertThat(errors.toString()).contains("api.lissten: unknown key");
  }

  private int run(Path config) {
    return new CommandLine(new ServeCommand())
        .setOut(new PrintWriter(output))
        .setErr(new PrintWriter(errors, true))
        .execute("--config", config.toString());
  }

  private Path config(String more) throws IOException {
    String text =
        """
        kafka:
          bootstrap-servers: ["127.0.0.1:1"]
          topics: [runs]
        dead-letters:
          topic: runs-rejected
        s3:
          bucket: runs
          region: us-east-1
          endpoint: http://127.0.0.1:1
        postgres:
          url: jdbc:postgresql://127.0.0.1:1/runmark
          user: nobody
          password: env:NO_SUCH_VARIABLE
        """;
    return Files.writeString(directory.resolve("runmark.yaml"), text + more + "\n");
  }

  private static HttpResponse<String> ask(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
