package dev.runmark.job.cli;

import dev.runmark.console.IndexRole;
import dev.runmark.console.JsonLine;
import dev.runmark.console.Length;
import dev.runmark.console.StoredBytes;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.options.OptionsException;
import dev.runmark.options.StorageOptions;
import dev.runmark.storage.index.PostgresOptions;
import dev.runmark.storage.index.SweepLedger;
import dev.runmark.storage.objects.S3ObjectStore;
import dev.runmark.storage.sweep.Sweep;
import dev.runmark.storage.sweep.SweepPlan;
import dev.runmark.storage.sweep.SweepReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Clears the bucket of what nobody will ever commit. */
@Command(
    name = "sweep",
    description =
        "Removes parts and uploads that no ledger row names and that are older than the grace."
            + " Checkpoints older than it, whose parts were never committed, cannot be restored"
            + " afterwards without a replay.",
    mixinStandardHelpOptions = true)
public final class SweepCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The job's options: they name bucket, prefix and index.")
  private Path config;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      converter = Length.class,
      description =
          "How old a part must be: longer than the oldest savepoint that is to be restored, such"
              + " as 12h or 14d (7d when left out).")
  private Duration grace = SweepPlan.GRACE;

  @Option(
      names = "--job-stopped",
      description = "Allows a grace under 1h: no job of these options runs, or will be restored.")
  private boolean jobStopped;

  @Option(
      names = "--empty-ledger",
      description = "Go on although no part was ever committed to this index.")
  private boolean emptyLedger;

  @Option(names = "--dry-run", description = "Only tell what would be removed.")
  private boolean dryRun;

  @Option(names = "--json", description = "A JSON object, instead of a sentence.")
  private boolean json;

  @Mixin private final IndexRole role = new IndexRole();

  @Override
  public Integer call() throws IOException {
    try {
      if (grace.compareTo(SweepPlan.LEAST_GRACE_OF_A_RUNNING_JOB) < 0 && !jobStopped) {
        throw new OptionsException(
            "--grace "
                + grace
                + ": under 1h a running job would be refused its own parts; stop it and pass"
                + " --job-stopped");
      }
      RunmarkOptions options = MeasuredOptions.read(config);
      return sweep(options, role.index(options.postgres()));
    } catch (OptionsException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private int sweep(RunmarkOptions options, PostgresOptions index) throws IOException {
    try (S3ObjectStore store = S3ObjectStore.open(StorageOptions.of(options.s3()));
        SweepLedger ledger = new SweepLedger(index)) {
      SweepProgress progress = new SweepProgress(spec.commandLine().getErr());
      SweepReport report =
          new Sweep(store, ledger, options.s3().prefix())
              .run(new SweepPlan(grace, dryRun, emptyLedger), progress);
      PrintWriter out = spec.commandLine().getOut();
      out.println(json ? object(report) : sentence(report));
      out.flush();
      return 0;
    }
  }

  private String sentence(SweepReport report) {
    return String.format(
        "%s %s and %s (%s) and %s from before %s;"
            + " left alone: %s that the ledger names, %s younger, %s that are not Runmark's",
        dryRun ? "would remove" : "removed",
        StoredBytes.count(report.parts(), "part"),
        StoredBytes.count(report.rows(), "rows object"),
        StoredBytes.of(report.bytes()),
        StoredBytes.count(report.uploads(), "open upload"),
        report.floor(),
        StoredBytes.count(report.named()),
        StoredBytes.count(report.young()),
        StoredBytes.count(report.foreign()));
  }

  private String object(SweepReport report) {
    return JsonLine.of(
        "sweep",
        out -> {
          out.writeBooleanField("dry_run", dryRun);
          out.writeStringField("floor", report.floor().toString());
          out.writeNumberField("parts", report.parts());
          out.writeNumberField("rows_objects", report.rows());
          out.writeNumberField("bytes", report.bytes());
          out.writeNumberField("uploads", report.uploads());
          out.writeNumberField("named", report.named());
          out.writeNumberField("young", report.young());
          out.writeNumberField("foreign", report.foreign());
        });
  }
}
