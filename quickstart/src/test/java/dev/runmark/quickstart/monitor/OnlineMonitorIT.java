package dev.runmark.quickstart.monitor;

import static dev.runmark.quickstart.monitor.StoredRuns.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.postgres.StopMode;
import dev.runmark.reader.http.ApiServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sound is clean; each planted violation is seen, under its rule and no other. */
class OnlineMonitorIT {

  @TempDir private static Path directory;
  private static StoredRuns stored;
  private static ApiServer api;
  private static LyingRelay relay;

  private OnlineMonitor monitor;

  @BeforeAll
  static void start() throws Exception {
    stored = StoredRuns.in(directory);
    api = stored.serve(0);
    relay = LyingRelay.before(URI.create("http://127.0.0.1:" + api.port()));
  }

  @AfterAll
  static void stop() throws Exception {
    relay.close();
    api.close();
    stored.close();
  }

  @BeforeEach
  void knowWhatIsSound() throws Exception {
    stored.write();
    // Pages of two or three runs, so that there are many edges, and all is read in each round.
    monitor = monitor(Duration.ofMinutes(2));
    monitor.tryRound();
    monitor.tryRound();
    assertThat(monitor.violated()).as(monitor::told).isEmpty();
    assertThat(monitor.visible()).isEqualTo(StoredRuns.RUNS);
  }

  @AfterEach
  void close() throws Exception {
    relay.lie((path, truth) -> truth);
    monitor.close();
  }

  private static OnlineMonitor monitor(Duration excuse) {
    return new OnlineMonitor(
        relay.address(),
        new OnlineMonitor.Effort(3, 100, 100, 1),
        new ApiClient.Waits(Duration.ofMinutes(2), excuse));
  }

  private void sees(Rule... rules) throws Exception {
    monitor.tryRound();
    Set<Rule> wanted = EnumSet.noneOf(Rule.class);
    wanted.addAll(Set.of(rules));
    assertThat(monitor.violated()).as(monitor::told).isEqualTo(wanted);
  }

  private static String where(int number) {
    return " WHERE run = '" + run(number) + "'";
  }

  @Test
  void whatIsAddedMeanwhileIsSound() throws Exception {
    stored.commit(stored.patch(5));

    sees();
    assertThat(monitor.grown()).isEqualTo(1);
    monitor.finish();
    assertThat(monitor.violated()).as(monitor::told).isEmpty();
  }

  @Test
  void aDeletedRowHasVanished() throws Exception {
    stored.database.execute("DELETE FROM runs" + where(3));
    sees(Rule.D3);
  }

  @Test
  void allRowsDeletedHaveVanished() throws Exception {
    stored.database.execute("DELETE FROM runs");
    sees(Rule.D3);
  }

  @Test
  void rowsThatChangedPlacesCannotBeFetched() throws Exception {
    stored.database.execute(
        "UPDATE runs a SET line_offset = b.line_offset, line_length = b.line_length,"
            + " checksum = b.checksum FROM runs b WHERE a.run = '%1$s' AND b.run = '%2$s' OR"
                .formatted(run(4), run(5))
            + " a.run = '%2$s' AND b.run = '%1$s'".formatted(run(4), run(5)));
    sees(Rule.D1);
  }

  @Test
  void aRunThatIsAnOlderLineAgainHasGoneBack() throws Exception {
    stored.database.execute(
        "UPDATE runs r SET lines = 1, source = f.source, lo = f.lo, hi = f.hi, part = f.part,"
            + " start_offset = f.start_offset, length = f.length, line_offset = f.line_offset,"
            + " line_length = f.line_length, checksum = f.checksum FROM fragments f"
            + where(0).replace("run", "r.run")
            + " AND f.run = r.run AND f.created");
    sees(Rule.D2);
  }

  @Test
  void aRowThatGotAnotherPlaceInTheListIsSound() throws Exception {
    stored.database.execute(
        "UPDATE runs SET start_time = start_time - interval '1 day'" + where(8));
    sees();
    stored.database.execute("UPDATE runs SET start_time = NULL" + where(8));
    sees();
  }

  /** As if a page had ended too early: the row is there, but on no page. */
  @Test
  void aListingThatLacksAStableRow() throws Exception {
    inListings("\\{\"id\":\"" + run(6) + "\".*?]},?", "");
    sees(Rule.D5);
  }

  @Test
  void aListingThatHasAStableRowTwice() throws Exception {
    inListings("(\\{\"id\":\"" + run(6) + "\".*?]})", "$1,$1");
    sees(Rule.D5);
  }

  @Test
  void anEmptyListing() throws Exception {
    inListings(".*", "{\"runs\":[],\"next\":null}");
    sees(Rule.D5);
  }

  @Test
  void aListingWithoutAnEnd() throws Exception {
    inListings("\"next\":null", "\"next\":\"again\"");
    sees(Rule.D5);
  }

  /** A listing of all; those of single traces tell the truth. */
  private static void inListings(String wanted, String instead) {
    Pattern pattern = Pattern.compile(wanted, Pattern.DOTALL);
    relay.lie(
        (path, truth) ->
            path.startsWith("/runs?order=")
                ? new LyingRelay.Reply(
                    truth.status(), pattern.matcher(truth.body()).replaceFirst(instead))
                : truth);
  }

  @Test
  void anotherRunInsteadOfTheOneAskedFor() throws Exception {
    forRun(2, 200, "{\"id\":\"" + run(1) + "\",\"name\":\"Grüße\"}");
    sees(Rule.D1);
  }

  @Test
  void anEmptyAnswer() throws Exception {
    forRun(2, 200, "");
    sees(Rule.D1);
  }

  @Test
  void aFaultOfTheServerIsNoAnswer() throws Exception {
    forRun(2, 500, "{}");
    sees(Rule.D1);
  }

  @Test
  void aRunThatIsListedButNotThere() throws Exception {
    forRun(2, 404, "{}");
    sees(Rule.D3);
  }

  @Test
  void aRefusalThatDoesNotSayWhenToTryAgain() throws Exception {
    monitor.faults(true);
    forRun(2, 503, "{}");
    sees(Rule.W11);
  }

  private static void forRun(int number, int status, String body) {
    relay.lie(
        (path, truth) ->
            path.equals("/runs/" + run(number)) ? new LyingRelay.Reply(status, body) : truth);
  }

  @Test
  void anIndexThatIsAwayIsToldAndNothingIsLostByIt() throws Exception {
    monitor = straightTo(api, Duration.ofMinutes(2));
    monitor.tryRound();
    monitor.faults(true);
    stored.database.server().stop(StopMode.FAST);
    try {
      sees();
      sees();
      assertThat(monitor.unanswered()).isEqualTo(2);
      assertThat(monitor.visible()).isEqualTo(StoredRuns.RUNS);
    } finally {
      stored.database.server().start();
    }
    monitor.finish();
    assertThat(monitor.violated()).as(monitor::told).isEmpty();
    assertThat(monitor.rounds()).isEqualTo(2);
  }

  @Test
  void anIndexThatIsAwayWithoutAFaultIsAViolation() throws Exception {
    monitor = straightTo(api, Duration.ofMillis(300));
    stored.database.server().stop(StopMode.FAST);
    try {
      sees(Rule.W11);
    } finally {
      stored.database.server().start();
    }
  }

  @Test
  void aServerThatIsStartedAgainIsReadFromAgain() throws Exception {
    ApiServer first = stored.serve(0);
    int port = first.port();
    monitor = straightTo(first, Duration.ofMinutes(2));
    monitor.tryRound();
    monitor.faults(true);
    first.close();
    sees();
    assertThat(monitor.unanswered()).isEqualTo(1);

    ApiServer second = stored.serve(port);
    try {
      monitor.finish();
      assertThat(monitor.violated()).as(monitor::told).isEmpty();
      assertThat(monitor.visible()).isEqualTo(StoredRuns.RUNS);
    } finally {
      second.close();
    }
  }

  private static OnlineMonitor straightTo(ApiServer server, Duration excuse) {
    return new OnlineMonitor(
        URI.create("http://127.0.0.1:" + server.port()),
        new OnlineMonitor.Effort(3, 100, 100, 1),
        new ApiClient.Waits(Duration.ofMinutes(2), excuse));
  }
}
