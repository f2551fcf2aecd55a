package dev.runmark.quickstart.cli;

import dev.runmark.quickstart.check.CheckReport;
import dev.runmark.quickstart.generate.LoadProgress;
import dev.runmark.quickstart.local.LocalSystem;
import dev.runmark.quickstart.local.SameAnswers;
import dev.runmark.quickstart.local.StoredCounts;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/** What the quickstart tells on the terminal. */
final class Story {

  private static final double NANOS = 1e9;
  private static final double MEGA = 1e6;

  private final PrintWriter out;
  private long loadBegan;
  private double lastSeconds;
  private long lastBytes;
  private double storedAfter;

  Story(PrintWriter out) {
    this.out = out;
  }

  private void say(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }

  void starting() {
    say("Starting PostgreSQL, S3, Kafka, Flink and the HTTP API …");
  }

  void started(LocalSystem system, boolean temporary) {
    say("%nThe job runs: Kafka → traces → parts on S3 → offset rows in PostgreSQL");
    say("  HTTP API     %s", system.api());
    say("  Flink UI     %s", system.ui());
    say("  Kafka        %s  topics runs, runs-dead-letters", system.kafka());
    say("  S3           %s  bucket runmark", system.s3());
    say("  PostgreSQL   127.0.0.1:%d  database runmark, schema runmark", system.postgresPort());
    say("  job options  %s", system.directory().options());
    say("  log          %s", system.directory().log());
    say(
        "  data         %s%s%n",
        system.directory().root(), temporary ? " (removed at the end)" : "");
    loadBegan = System.nanoTime();
  }

  void progress(LoadProgress sent, StoredCounts stored) {
    double seconds = seconds();
    double speed = (sent.bytes() - lastBytes) / MEGA / Math.max(0.1, seconds - lastSeconds);
    lastSeconds = seconds;
    lastBytes = sent.bytes();
    say(
        "%5.0f s  sent %,7d runs %,7.1f MB at %5.1f MB/s   traces open %,4d   stored %,7d runs"
            + "   rejected %,4d   parts %,4d   checkpoint %d",
        seconds,
        sent.runs(),
        sent.bytes() / MEGA,
        speed,
        stored.openTraces(),
        stored.runs(),
        stored.rejected(),
        stored.parts(),
        stored.checkpoint());
  }

  private double seconds() {
    return (System.nanoTime() - loadBegan) / NANOS;
  }

  void stalled(Duration since) {
    say("nothing was stored for %d s although more was sent: see the log", since.toSeconds());
  }

  void settled() {
    storedAfter = seconds();
  }

  void checking() {
    say("%nReading every run back and comparing it with what was sent …");
  }

  void checked(CheckReport report, SameAnswers.Report answers) {
    say("%n%s%n%s", answers, report);
  }

  /** What is where, and how to look at it. */
  void guide(LocalSystem system) throws IOException {
    StoredCounts stored = system.stored();
    LocalSystem.Example run = system.example();
    say(
        "%nStored: %,d runs in %,d parts of together %,.1f MB, after %.1f s; rejected: %,d",
        stored.runs(), stored.parts(), stored.bytes() / MEGA, storedAfter, stored.rejected());
    say("%nLook at the index (psql comes with any PostgreSQL client):");
    say(
        "  PGPASSWORD=\"$(cat %s)\" psql -h 127.0.0.1 -p %d -U runmark_job runmark",
        system.directory().secret("postgres-password"), system.postgresPort());
    say("    SELECT * FROM traces ORDER BY start_time DESC LIMIT 10;");
    say("    SELECT * FROM lines WHERE run_id = '%s';", run.run());
    say("%nThat run, cut out of its part by the row's range:");
    say(
        "  tail -c +%d %s \\%n    | head -c %d | zstdcat | tail -c +%d | head -c %d",
        run.start() + 1, run.file(), run.length(), run.lineOffset() + 1, run.lineLength());
    say("%nThe parts are plain files, one run or a piece of one a line:");
    say("  find %s -name '*.zst'", system.directory().parts());
    say("  zstdcat %s | head -n 1 | python3 -m json.tool | head -n 30", run.file());
    say("%nThe job, its operators, metrics and checkpoints: %s", system.ui());
    commands(system, run);
    say("%nCtrl-C ends it.");
  }

  /** What a person can type at once. */
  private void commands(LocalSystem system, LocalSystem.Example run) {
    URI api = system.api();
    say("%nThree commands to try; GET %s/openapi.json says what else can be asked:", api);
    say("  curl -s %s/runs/%s | python3 -m json.tool", api, run.run());
    say("  curl -s '%s/runs?status=error&limit=3' | python3 -m json.tool", api);
    say(
        "  curl -s %s/traces/%s -H 'Accept: application/x-ndjson' | cut -c 1-150",
        api, run.trace());
    say("The same by commands, as the user that may only read:");
    say(
        "  export RUNMARK_CONFIG=%s RUNMARK_POSTGRES_USER=runmark_api"
            + " RUNMARK_POSTGRES_PASSWORD=file:%s",
        system.directory().options(), system.directory().secret("postgres-reader-password"));
    say("  ./runmark list --status error --limit 3");
    say("  ./runmark trace %s", run.trace());
  }

  void stopping() {
    say("%nStopping …");
  }

  /** The last line. */
  void result(CheckReport report, SameAnswers.Report answers) {
    CheckReport.Totals totals = report.totals();
    say(
        "{\"sent\":%d,\"stored\":%d,\"rejected\":%d,\"parts\":%d,\"bytes\":%d,\"verified\":%d,"
            + "\"over_http\":%d,\"seconds\":%.1f}",
        totals.sent() + totals.poison(),
        totals.stored(),
        totals.rejected(),
        totals.parts(),
        totals.bytes(),
        totals.verified(),
        answers.same(),
        storedAfter);
  }
}
