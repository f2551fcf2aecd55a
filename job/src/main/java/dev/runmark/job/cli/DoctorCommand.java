package dev.runmark.job.cli;

import dev.runmark.console.ConfigFile;
import dev.runmark.console.PrintableText;
import dev.runmark.job.doctor.Doctor;
import dev.runmark.job.doctor.Finding;
import dev.runmark.options.OptionsException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Exit codes: 0 nothing failed, warnings allowed; 1 something did; 2 a wrong option. */
@Command(
    name = "doctor",
    description = "Looks at all that the job needs, from the brokers to the index.",
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private final ConfigFile config = new ConfigFile();

  @Option(
      names = "--flink",
      paramLabel = "URL",
      description = "Also look at this cluster: where its web UI is, such as http://host:8081.")
  private @Nullable URI flink;

  @Override
  public Integer call() throws InterruptedException {
    try {
      boolean well =
          Doctor.of(MeasuredOptions.read(config.path()), checked(flink)).examine(this::print);
      return well ? 0 : 1;
    } catch (OptionsException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable URI checked(@Nullable URI flink) {
    if (flink != null && flink.getUserInfo() != null) {
      throw new OptionsException("--flink: wanted http://host:port, without a user in it");
    }
    if (flink != null
        && (flink.getHost() == null || !String.valueOf(flink.getScheme()).startsWith("http"))) {
      throw new OptionsException("--flink " + flink + ": wanted http://host:port");
    }
    if (flink != null && (flink.getQuery() != null || flink.getFragment() != null)) {
      throw new OptionsException(
          "--flink " + flink + ": wanted http://host:port, perhaps with a path, and no more");
    }
    return flink;
  }

  private void print(Finding finding) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%-4s  %-26s  %s%n",
        finding.verdict().word(),
        PrintableText.of(finding.subject()),
        PrintableText.of(finding.text()));
    out.flush();
  }
}
