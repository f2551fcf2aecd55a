package dev.runmark.job.cli;

import dev.runmark.console.IndexRole;
import dev.runmark.console.PrintableText;
import dev.runmark.decode.record.RejectionReason;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.job.rejected.redrive.Redrive;
import dev.runmark.job.rejected.redrive.RedriveReport;
import dev.runmark.job.rejected.redrive.RedriveTrial;
import dev.runmark.options.OptionsException;
import dev.runmark.storage.index.PostgresOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Sends dead letters again. Exit codes: 0 every one that was asked for is sent, now or before, or
 * refused for good; 1 it failed, or some are missing or undecided; 2 a wrong option.
 */
@Command(
    name = "redrive",
    description =
        "Sends the dead letters of one reason to their topics again, each once, however often the"
            + " command is broken off and run again.",
    mixinStandardHelpOptions = true)
public final class RedriveCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The job's options.")
  private Path config;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "CODE",
      converter = ReasonCode.class,
      completionCandidates = ReasonCode.class,
      description = "Which dead letters: ${COMPLETION-CANDIDATES}.")
  private RejectionReason reason;

  @Option(names = "--dry-run", description = "Only tell what would be done.")
  private boolean dryRun;

  @Option(names = "--limit", paramLabel = "N", description = "Send no more than so many.")
  private long limit = Long.MAX_VALUE;

  @Mixin private final IndexRole role = new IndexRole();

  @Override
  public Integer call() throws IOException {
    try {
      if (limit < 1) {
        throw new OptionsException("--limit " + limit + ": wanted 1 or more");
      }
      RunmarkOptions options = MeasuredOptions.read(config);
      return report(run(options, role.index(options.postgres())));
    } catch (OptionsException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private RedriveReport run(RunmarkOptions options, PostgresOptions index) throws IOException {
    if (dryRun) {
      return new RedriveTrial(options.kafka(), options.deadLetters(), index)
          .run(reason.code(), limit);
    }
    try (Redrive redrive = Redrive.open(options.kafka(), options.deadLetters(), index)) {
      return redrive.run(reason.code(), limit, this::progress);
    }
  }

  private void progress(RedriveReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(report.sent() + " sent, " + report.before() + " sent before …");
    out.flush();
  }

  private int report(RedriveReport report) {
    PrintWriter out = spec.commandLine().getOut();
    report.lines(dryRun).forEach(line -> out.println(PrintableText.of(line)));
    out.flush();
    return report.complete() ? 0 : 1;
  }
}
