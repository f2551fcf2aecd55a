package dev.runmark.job.cli;

import dev.runmark.console.ConfigFile;
import dev.runmark.console.IndexRole;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.job.status.Status;
import dev.runmark.job.status.StatusReader;
import dev.runmark.options.OptionsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Exit codes: 0 all was told; 1 it failed, or the brokers were away; 2 a wrong option. */
@Command(
    name = "status",
    description =
        "Tells what is stored, how far each partition is read, what was rejected and what it all"
            + " takes.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private final ConfigFile config = new ConfigFile();

  @Option(
      names = "--orphans",
      description = "Also count what no ledger row names; lists all parts of the bucket.")
  private boolean orphans;

  @Option(names = "--json", description = "JSON objects, one a line, instead of tables.")
  private boolean json;

  @Mixin private final IndexRole role = new IndexRole();

  @Override
  public Integer call() throws IOException {
    try {
      RunmarkOptions options = MeasuredOptions.read(config.path());
      StatusReader reader = new StatusReader(options, role.index(options.postgres()));
      Status status =
          reader.read(
              reader.brokers(),
              orphans ? reader.orphans(new SweepProgress(spec.commandLine().getErr())) : null);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        StatusJson.lines(status).forEach(out::println);
      } else {
        new StatusTable(out).print(status);
      }
      out.flush();
      return status.brokersAway() == null ? 0 : 1;
    } catch (OptionsException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
