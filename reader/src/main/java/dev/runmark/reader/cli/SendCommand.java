package dev.runmark.reader.cli;

import dev.runmark.console.Length;
import dev.runmark.console.StoredBytes;
import dev.runmark.options.OptionsException;
import dev.runmark.options.ServerOptions;
import dev.runmark.reader.RunmarkReader;
import dev.runmark.reader.cli.LineBatches.Line;
import dev.runmark.reader.send.SendRuns;
import dev.runmark.reader.send.Sender;
import dev.runmark.reader.send.SentRuns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a file of runs as the HTTP API would, without it. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Sends runs to Kafka, one a line, judged as the HTTP API judges them. Each batch of up to"
            + " 1,000 lines is a transaction: a run that cannot be stored stops it with its line"
            + " and with what was sent before.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./runmark send runs.ndjson",
      "  zstdcat export.ndjson.zst | ./runmark send - --wait",
      "  ./runmark send runs.ndjson --wait --ids | ./runmark get -",
      ""
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all are sent, with --wait also to be read",
      "1:all are sent, but not all can be read in time",
      Exit.REFUSED_HELP,
      Exit.AWAY_HELP,
      Exit.OTHER_HELP
    },
    exitCodeOnExecutionException = Exit.OTHER)
public final class SendCommand implements Callable<Integer> {

  private static final int LINES = 1_000;
  private static final int BYTES = 4 << 20;
  private static final long PROGRESS = 10_000;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description =
          "NDJSON: a run, or anything else that a record may hold, a line. -: standard" + " input.")
  private String file;

  @Option(names = "--wait", description = "Wait until all of them can be read.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Length.class,
      description = "How long to wait for each batch after it was sent, such as 30s (2min).")
  private Duration timeout = Duration.ofMinutes(2);

  @Option(
      names = "--ids",
      description = "Print the ids of the runs, one a line; with --wait, when they can be read.")
  private boolean ids;

  @Mixin private final Access access = new Access();

  private long told = PROGRESS;

  @Override
  public Integer call() throws Exception {
    return Exit.of(
        spec,
        () -> {
          ServerOptions options = access.options();
          try (InputStream in = open();
              SendRuns door = SendRuns.open(options);
              RunmarkReader reader = access.reader(options)) {
            Output out = new Output(spec);
            VisibleWait waiting =
                wait ? new VisibleWait(reader, timeout, sent -> printIds(sent, out)) : null;
            Sender sender = new Sender(access.tenant(options), null);
            LineSender lines =
                new LineSender(
                    door, sender, waiting == null ? sent -> printIds(sent, out) : waiting::add);
            try {
              send(in, lines, options.records().record());
            } finally {
              // Also of what was sent before a line that stopped it.
              if (waiting != null) {
                waiting.finish();
              }
            }
            return finish(lines, waiting, out);
          }
        });
  }

  private InputStream open() {
    if (file.equals("-")) {
      return System.in;
    }
    try {
      return Files.newInputStream(Path.of(file));
    } catch (IOException e) {
      throw new OptionsException("read " + file + ": " + e.getClass().getSimpleName(), e);
    }
  }

  /**
   * @param longest bytes of a record
   */
  private void send(InputStream in, LineSender lines, int longest) throws IOException {
    // One byte more: enough to be refused as too large.
    LineBatches batches = new LineBatches(new ByteLines(in, longest + 1), LINES, BYTES);
    for (List<Line> batch = batches.next(); !batch.isEmpty(); batch = batches.next()) {
      lines.send(batch);
      if (lines.runs() >= told) {
        told += PROGRESS;
        Exit.say(spec, StoredBytes.count(lines.runs()) + " sent …");
      }
    }
  }

  private int finish(LineSender lines, @Nullable VisibleWait waiting, Output out) {
    boolean seen = waiting == null || waiting.finish();
    String result =
        "sent "
            + StoredBytes.count(lines.runs(), "run")
            + " in "
            + StoredBytes.count(lines.transactions(), "transaction")
            + (waiting == null ? "" : seen ? ", all can be read" : "");
    if (ids) {
      Exit.say(spec, result);
    } else {
      out.line(result);
    }
    out.flush();
    if (!seen) {
      Exit.say(spec, "after " + Elapsed.of(timeout) + " not all can be read yet");
    }
    return seen ? Exit.DONE : Exit.NOT_FOUND;
  }

  private void printIds(SentRuns sent, Output out) {
    if (ids) {
      sent.runs().forEach(run -> out.line(run.toString()));
      out.flush();
    }
  }
}
