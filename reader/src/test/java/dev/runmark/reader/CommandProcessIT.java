package dev.runmark.reader;

import static dev.runmark.reader.Lines.at;
import static dev.runmark.reader.Lines.create;
import static dev.runmark.reader.Lines.id;
import static dev.runmark.reader.Lines.json;
import static dev.runmark.reader.Lines.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.reader.CommandScene.Ended;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.RunStatus;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What only a process shows: its ends, its memory; row O6 of docs/reference/bad-options.md. */
@Tag("O6")
class CommandProcessIT {

  private static final int MANY = 1_000_000;
  private static final int EVERY = 1_000;

  private static ApiScene scene;
  private static Path config;

  @BeforeAll
  static void start() throws Exception {
    scene = ApiScene.open();
    config = scene.config(scene.kafka.bootstrapServers());
  }

  @AfterAll
  static void stop() throws Exception {
    scene.close();
  }

  @BeforeEach
  void clear() throws Exception {
    scene.stores.database.clear();
  }

  @Test
  void documentsLeaveAsTheyAreStoredWhateverTheLocale() throws Exception {
    scene.stores.commit(Compression.NONE, create(1));

    Process get = CommandScene.process(config, "get", id(1).toString(), id(2).toString());
    get.getOutputStream().close();

    String out = text(get.getInputStream());
    String err = text(get.getErrorStream());
    assertThat(out).as(err).isEqualTo(json(1) + "\n");
    assertThat(err).contains("get: there is no run " + id(2) + "\n");
    assertThat(ended(get)).isEqualTo(1);
  }

  @Test
  void phasesAreToldWhereTheEnvironmentAsksForThem() throws Exception {
    scene.stores.commit(Compression.NONE, create(1));

    Process get =
        CommandScene.process(Map.of("RUNMARK_TIMING", "1"), config, "get", id(1).toString());
    get.getOutputStream().close();
    Process untimed = CommandScene.process(config, "get", id(1).toString());
    untimed.getOutputStream().close();

    assertThat(text(get.getErrorStream()))
        .matches(
            "\\{\"kind\":\"timing\",\"command\":\"get\",\"seconds\":\\d+\\.\\d+,\"phases\":\\{\"jvm\":\\d+\\.\\d+,"
                + "\"parse\":\\d+\\.\\d+,\"options\":\\d+\\.\\d+,\"connect\":(?!0\\.0,)\\d\\.\\d+,"
                + "\"work\":(?!0\\.0})\\d\\.\\d+}}\n");
    assertThat(text(get.getInputStream())).isEqualTo(json(1) + "\n");
    assertThat(text(untimed.getErrorStream())).isEmpty();
    assertThat(ended(get)).isZero();
    assertThat(ended(untimed)).isZero();
  }

  @Test
  void whoeverHasReadEnoughEndsItWithoutAWord() throws Exception {
    scene.stores.commit(
        Compression.ZSTD,
        IntStream.rangeClosed(1, 5_000).mapToObj(Lines::create).toArray(RunLine[]::new));

    ReadScene.Calls calls =
        scene.stores.counted(
            () -> {
              Process list =
                  CommandScene.process(config, "list", "--all", "--payload", "--limit", "50");
              list.getOutputStream().close();
              BufferedReader out =
                  new BufferedReader(
                      new InputStreamReader(list.getInputStream(), StandardCharsets.UTF_8));
              assertThat(out.readLine()).isEqualTo(json(5_000));
              out.close();

              assertThat(text(list.getErrorStream())).doesNotContain("list:", "Exception");
              assertThat(ended(list)).isZero();
            });
    assertThat(calls.roundTrips()).as("of 100 pages").isLessThan(80);
  }

  @Test
  void aMillionIdsWithEveryKindOfJunkAreHandled() throws Exception {
    scene.stores.commit(Compression.NONE, create(1), create(2));

    Process get = CommandScene.process(config, "get", "-");
    CompletableFuture<Void> feeding = CompletableFuture.runAsync(() -> feed(get));
    CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> text(get.getInputStream()));
    long refused = 0;
    long absent = 0;
    StringBuilder other = new StringBuilder();
    try (BufferedReader errors =
        new BufferedReader(new InputStreamReader(get.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        if (line.matches("get: line \\d+: '\\\\u\\{0}.{79}…?' is no id: wanted a UUID")) {
          refused++;
        } else if (line.startsWith("get: there is no run ")) {
          absent++;
        } else {
          other.append(line).append('\n');
        }
      }
    }
    assertThat(feeding).as(other::toString).succeedsWithin(Duration.ofMinutes(5));

    assertThat(out.get()).as(other::toString).isEqualTo(json(1) + "\n" + json(2) + "\n");
    assertThat(refused).isEqualTo(MANY / EVERY);
    assertThat(absent).isEqualTo(MANY - MANY / EVERY - 2);
    assertThat(ended(get)).isEqualTo(2);
  }

  /**
   * The first and the last of them are there; one in a thousand is a NUL and a line without end.
   */
  private static void feed(Process process) {
    String junk = "\u0000" + "x".repeat(100_000);
    try (OutputStream in = new BufferedOutputStream(process.getOutputStream())) {
      in.write((id(1) + "\r\n").getBytes(StandardCharsets.UTF_8));
      for (int i = 3; i <= MANY; i++) {
        String line = i % EVERY == 0 ? junk : id(i).toString();
        in.write(line.getBytes(StandardCharsets.UTF_8));
        in.write('\r');
        in.write('\n');
      }
      in.write(id(2).toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatATerminalWouldObeyIsShownAndAPipeGetsWhatIsStored() throws Exception {
    String name = "\u001b[31mred\u009b2J\u202e";
    Listing listing = new Listing(name, null, name, name, RunStatus.SUCCESS, at(1), at(2));
    String document = "{\"id\":\"" + id(1) + "\",\t\"name\":\"\u009b2J\u202e Grüße\"}";
    scene.stores.commit(
        Compression.NONE,
        Lines.line(
            new RunKey("default", id(1)),
            trace(1),
            EventSpan.ofCreate(EventSpan.position(1_000_000, 0)),
            listing,
            document));

    String shown = "\\u{1b}[31mred\\u{9b}2J\\u{202e}";
    assertThat(CommandScene.run(config, "list", "--table").lines().get(1))
        .endsWith(shown + "  " + shown)
        .contains("  " + shown + "  " + id(1));
    assertThat(CommandScene.run(config, "trace", trace(1).toString()).out())
        .contains(shown + " (" + shown + ")")
        .doesNotContain("\u001b", "\u009b", "\u202e");
    assertThat(CommandScene.run(config, "list", "--json").out()).matches("\\p{ASCII}*");

    assertThat(CommandScene.run(config, "get", id(1).toString()).out()).isEqualTo(document + "\n");
    System.setProperty("runmark.terminal", "true");
    try {
      Ended terminal = CommandScene.run(config, "get", id(1).toString());
      assertThat(terminal.out())
          .isEqualTo("{\"id\":\"" + id(1) + "\", \"name\":\"\\u009b2J\\u202e Grüße\"}\n");
    } finally {
      System.clearProperty("runmark.terminal");
    }
  }

  private static String text(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int ended(Process process) throws InterruptedException {
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }
}
