package dev.runmark.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/reference/bad-options.md, row by row, as a command is given them. */
class BadOptionsTest {

  private static final Path PAGE = Path.of("../docs/reference/bad-options.md");
  private static final List<Path> TESTS =
      List.of(Path.of("src/test"), Path.of("../reader/src/test"));
  private static final String CANARY = "s3cr3t-canary";

  private static final String GOOD =
      """
      kafka:
        bootstrap-servers: [localhost:9092]
        topics: [runs]
      dead-letters:
        topic: runs-rejected
      s3:
        bucket: runs
        region: eu-central-1
      postgres:
        url: jdbc:postgresql://localhost/runmark
        user: runmark_owner
        password: file:DIRECTORY/good
      """;

  @TempDir private Path directory;

  private record Bad(String row, String typed, String instead, String told) {

    /** Some text of a good file and what stands there instead. */
    static Bad of(String row, String typed, String instead, String told) {
      return new Bad(row, typed, instead, told);
    }

    /** More lines. */
    static Bad more(String row, String lines, String told) {
      return new Bad(row, "kafka:", lines + "\nkafka:", told);
    }

    @Override
    public String toString() {
      return row + " " + instead.lines().findFirst().orElse("nothing");
    }
  }

  static Stream<Bad> badOptions() {
    return Stream.of(keysAndValues(), secrets(), places()).flatMap(list -> list);
  }

  private static Stream<Bad> keysAndValues() {
    return Stream.of(
        Bad.more("O1", "sparkle: {size: 1 MiB}", "line 1: sparkle.size: unknown key"),
        Bad.more("O1", "parts: {sice: 1 MiB}", "parts.sice: unknown key; known here are parts."),
        Bad.of("O1", "bucket: runs", "bucket: runs\n  bucket: more", "s3.bucket: duplicate key"),
        Bad.of("O1", "[runs]", "runs", "kafka.topics: wanted a list"),
        Bad.more("O1", "parts: {size: 64}", "parts.size: '64': wanted a size"),
        Bad.more("O1", "parts: {size: 64 KB}", "parts.size: '64 KB': wanted a size"),
        Bad.more("O1", "parts: {size: -64 MiB}", "parts.size: '-64 MiB': wanted a size"),
        Bad.more("O1", "parts: {size: 9999999999 GiB}", "parts.size: '9999999999 GiB'"),
        Bad.more("O1", "parts: {size: }", "parts.size: the value is empty"),
        Bad.more("O1", "window: {gap: 60}", "window.gap: '60': wanted a duration"),
        Bad.more("O1", "api: {requests: 1e3}", "api.requests: '1e3': wanted a whole number"),
        Bad.of("O1", "kafka:", "\uFEFFkafka:", "begins with a byte order mark"),
        Bad.more("O1", "parts:\n\tsize: 1 MiB", "line 2: a tab"),
        Bad.more("O1", "parts: {size: !!str 1 MiB}", "parts.size: a YAML tag"),
        Bad.more("O1", "parts: &x {size: 1 MiB}", "parts: an anchor"),
        Bad.of("O1", "bucket: runs", "bucket: *x", "s3.bucket: an alias"),
        Bad.more("O1", "parts: {}\n---", "a second document"),
        Bad.of("O1", "DIRECTORY/good\n", "DIRECTORY/good\nparts: {size: 1\n", "not YAML"),
        Bad.of("O1", "  bucket: runs\n", "", "s3.bucket: must be set"));
  }

  private static Stream<Bad> secrets() {
    String good = "file:DIRECTORY/good";
    return Stream.of(
        Bad.of("O2", good, CANARY, "postgres.password: wanted a reference"),
        Bad.of("O2", good, "env:NOT_SET_ANYWHERE", "env:NOT_SET_ANYWHERE: the variable is not set"),
        Bad.of("O2", good, "file:DIRECTORY/none", "DIRECTORY/none: there is no file"),
        Bad.of("O2", good, "file:DIRECTORY", "DIRECTORY: this is no regular file"),
        Bad.of("O2", good, "file:DIRECTORY/open", "DIRECTORY/open: everyone may read the file"));
  }

  private static Stream<Bad> places() {
    String url = "jdbc:postgresql://localhost/runmark";
    return Stream.of(
        Bad.of("O3", "bucket: runs", "bucket: runs\n  endpoint: http://s3.test", "s3.endpoint: "),
        Bad.of("O3", "localhost:9092", "kafka.test:9092", "kafka.bootstrap-servers: kafka.test"),
        Bad.of("O3", "//localhost/", "//db.test/", "postgres.url: db.test without TLS"),
        Bad.of("O3", url, url + "?sslfactory=x", "postgres.url: "),
        Bad.of("O3", url, url + "?password=" + CANARY, "postgres.url: no password in the URL"),
        Bad.of("O3", "//localhost/", "//u:" + CANARY + "@localhost/", "postgres.url: wanted jdbc"),
        Bad.of("O4", "bucket: runs", "bucket: ..", "s3.bucket: '..': wanted a bucket name"),
        Bad.of("O4", "bucket: runs", "bucket: /runs", "s3.bucket: '/runs'"),
        Bad.of("O4", "bucket: runs", "bucket: runs\n  prefix: /a", "s3.prefix: '/a'"),
        Bad.of("O4", "bucket: runs", "bucket: runs\n  prefix: a/../b", "s3.prefix: 'a/../b'"),
        Bad.of("O4", "bucket: runs", "bucket: runs\n  prefix: a%2e", "s3.prefix: 'a%2e'"));
  }

  @BeforeEach
  void writeSecrets() throws IOException {
    for (String name : List.of("good", "open")) {
      Path file = Files.writeString(directory.resolve(name), CANARY);
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(name.equals("good") ? "rw-------" : "rw-r--r--"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badOptions")
  void eachIsRefusedByItsFileAndKeyWithExitCodeTwo(Bad bad) throws IOException {
    assertThat(GOOD).contains(bad.typed());
    Path file = directory.resolve("runmark.yaml");
    Files.writeString(file, here(GOOD.replace(bad.typed(), bad.instead())));

    StringWriter errors = new StringWriter();
    int code = migrate(file, errors);

    assertThat(code).as(errors.toString()).isEqualTo(2);
    assertThat(errors.toString().lines().findFirst().orElse(""))
        .contains(here(bad.told()))
        .contains(bad.told().startsWith("env:") ? "resolve secret" : directory.toString());
    assertThat(errors.toString()).doesNotContain(CANARY);
  }

  @Test
  void aFileThatIsNoTextOrNotThereIsRefused() throws IOException {
    Path file = directory.resolve("latin.yaml");
    StringWriter errors = new StringWriter();
    assertThat(migrate(file, errors)).isEqualTo(2);
    assertThat(errors.toString()).startsWith("read options " + file);

    Files.write(file, "parts: é".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(migrate(file, errors)).isEqualTo(2);
    assertThat(errors.toString()).contains(file + ": the file is not UTF-8");
  }

  /** What is right gets as far as to a server that is not there. */
  @Test
  void theGoodFileIsTaken() throws IOException {
    Path file = directory.resolve("runmark.yaml");
    Files.writeString(file, here(GOOD.replace("//localhost/", "//localhost:1/")));
    StringWriter errors = new StringWriter();

    assertThat(migrate(file, errors)).as(errors.toString()).isEqualTo(1);
  }

  private String here(String text) {
    return text.replace("DIRECTORY", directory.toString());
  }

  private static int migrate(Path config, StringWriter errors) {
    return RunmarkCommand.commandLine()
        .setErr(new PrintWriter(errors, true))
        .execute("migrate", "--config", config.toString());
  }

  @Test
  void everyRowOfThePageHasItsCasesAndEveryCaseItsRow() throws IOException {
    Set<String> rows = found(Pattern.compile("(?m)^\\| (O\\d+) \\|"), Files.readString(PAGE));
    Set<String> shown = new TreeSet<>();
    badOptions().forEach(bad -> shown.add(bad.row()));
    for (Path tests : TESTS) {
      try (Stream<Path> files = Files.walk(tests)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> shown.addAll(tags(file)));
      }
    }

    assertThat(shown).isEqualTo(rows).hasSize(6);
  }

  private static Set<String> tags(Path file) {
    try {
      return found(Pattern.compile("(?m)^ *@Tag\\(\"(O\\d+)\"\\)$"), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> found(Pattern row, String text) {
    Set<String> found = new TreeSet<>();
    row.matcher(text).results().forEach(match -> found.add(match.group(1)));
    return found;
  }
}
