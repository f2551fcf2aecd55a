package dev.runmark.job.cli;

import dev.runmark.console.ConfigFile;
import dev.runmark.console.IndexRole;
import dev.runmark.console.PointInTime;
import dev.runmark.decode.record.RejectionReason;
import dev.runmark.job.rejected.RejectedCount;
import dev.runmark.job.rejected.RejectedListing;
import dev.runmark.job.rejected.RejectedQuery;
import dev.runmark.options.OptionsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what could not be stored, and why. Only reads, and only the table. */
@Command(
    name = "rejected",
    description = "Lists the records that could not be stored, and counts them by reason.",
    mixinStandardHelpOptions = true)
public final class RejectedCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private final ConfigFile config = new ConfigFile();

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      converter = ReasonCode.class,
      completionCandidates = ReasonCode.class,
      description = "Only those with this reason: ${COMPLETION-CANDIDATES}.")
  private @Nullable RejectionReason reason;

  @Option(names = "--topic", paramLabel = "T", description = "Only those of this topic.")
  private @Nullable String topic;

  @Option(
      names = "--since",
      paramLabel = "T",
      converter = PointInTime.class,
      description = "Only those rejected then or later: 2026-11-20T10:00:00Z, or 2h, 7d ago.")
  private @Nullable Instant since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many to list, the latest first; all are counted (${DEFAULT-VALUE}).")
  private long limit;

  @Option(names = "--json", description = "A JSON object a line, instead of a table.")
  private boolean json;

  @Mixin private final IndexRole role = new IndexRole();

  @Override
  public Integer call() throws IOException {
    try {
      if (limit < 0) {
        throw new OptionsException("--limit " + limit + ": wanted 0 or more");
      }
      return list(role.index(MeasuredOptions.read(config.path()).postgres()));
    } catch (OptionsException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private int list(dev.runmark.storage.index.PostgresOptions index) throws IOException {
    RejectedQuery query = new RejectedQuery(reason == null ? null : reason.code(), topic, since);
    PrintWriter out = spec.commandLine().getOut();
    RejectedPrinter printer = json ? new RejectedJson(out) : new RejectedTablePrinter(out);
    try (RejectedListing listing = RejectedListing.open(index)) {
      listing.rows(
          query,
          limit,
          entry -> {
            printer.entry(entry);
            // Whoever reads may have had enough.
            return !out.checkError();
          });
      List<RejectedCount> counts = listing.counts(query);
      printer.counts(counts);
    }
    out.flush();
    return 0;
  }
}
