package dev.runmark.proof.cli;

import dev.runmark.console.ConfigFile;
import dev.runmark.console.IndexRole;
import dev.runmark.console.Phases;
import dev.runmark.console.PrintableText;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.options.OptionsException;
import dev.runmark.options.ServerOptions;
import dev.runmark.options.StorageOptions;
import dev.runmark.quickstart.check.AuditReport;
import dev.runmark.quickstart.check.AuditScope;
import dev.runmark.quickstart.check.Auditor;
import dev.runmark.quickstart.check.NotAllowedException;
import dev.runmark.quickstart.check.Reading;
import dev.runmark.quickstart.check.RunParser;
import dev.runmark.quickstart.check.topic.Limits;
import dev.runmark.quickstart.check.topic.Tenants;
import dev.runmark.reader.RunmarkReader;
import dev.runmark.storage.index.PostgresOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Exit codes: 0 all that was checked holds; 1 a violation, or it failed; 2 a wrong option. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Compares all that is stored with what the topics say must be, invariant by invariant. It"
            + " only reads, and may run beside the job.")
final class AuditCommand implements Callable<Integer> {

  @Mixin private final ConfigFile config = new ConfigFile();

  @Option(
      names = "--sample",
      paramLabel = "N",
      description =
          "Look at about N runs, drawn by a hash of their ids, instead of all. The topics are read"
              + " whole all the same.")
  private @Nullable Long sample;

  @Option(
      names = "--stopped",
      description =
          "The job has ended with a drain, and a sweep without grace has run: also check that"
              + " nothing is pending and no object is too many (E3, C2).")
  private boolean stopped;

  @Option(
      names = "--read-once",
      description =
          "Nothing was ever replayed, nor an older savepoint restored: each event must stand in one"
              + " line of the parts (A2).")
  private boolean readOnce;

  @Option(
      names = "--search",
      split = ",",
      paramLabel = "PATH",
      description = "Files and directories, such as logs, to search for canaries (Z).")
  private List<Path> searched = List.of();

  @Option(
      names = "--canaries",
      paramLabel = "FILE",
      description = "Words that must stand nowhere there, one a line.")
  private @Nullable Path canaries;

  @Option(
      names = "--api",
      paramLabel = "URL",
      description =
          "Where the HTTP API serves the tenant tenants.default without tokens: compare its answers"
              + " with the library's (B5).")
  private @Nullable URI api;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the report there as JSON too.")
  private @Nullable Path json;

  @Mixin private final IndexRole role = new IndexRole();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try {
      Phases.begin("options");
      RunmarkOptions options = RunmarkOptions.read(config.path());
      Phases.begin("work");
      AuditScope scope = scope(options);
      PostgresOptions index = role.index(options.postgres());
      ProgressLines progress = new ProgressLines(spec.commandLine().getErr());
      AuditReport report = Auditor.audit(Targets.of(options, index), scope, progress);
      if (api != null) {
        report = report.with(ofApi(api, options, index));
      }
      if (json != null) {
        Files.writeString(json, ReportJson.of(report));
      }
      tell(report);
      return report.holds() ? 0 : 1;
    } catch (OptionsException | NotAllowedException e) {
      PrintWriter errors = spec.commandLine().getErr();
      errors.println(PrintableText.of("audit: " + e.getMessage()));
      errors.flush();
      return spec.exitCodeOnInvalidInput();
    }
  }

  private AuditReport.Entry ofApi(URI url, RunmarkOptions options, PostgresOptions index)
      throws IOException {
    ServerOptions server = ServerOptions.read(config.path(), System.getenv());
    try (RunmarkReader library =
        RunmarkReader.open(index, StorageOptions.of(options.s3()), server.reader())) {
      return new ApiAudit(url, library, options.tenants().fallback()).audit();
    }
  }

  private AuditScope scope(RunmarkOptions options) throws IOException {
    if (sample != null && sample < 1) {
      throw new OptionsException("--sample " + sample + ": wanted 1 or more");
    }
    if ((canaries == null) != searched.isEmpty()) {
      throw new OptionsException("--search and --canaries: give both or neither");
    }
    for (Path place : searched) {
      if (!Files.exists(place)) {
        throw new OptionsException("--search " + place + ": there is no such file or directory");
      }
    }
    Limits limits = Targets.limits(options.decode());
    if (limits.depth() > RunParser.DEEPEST || limits.digits() > RunParser.LONGEST_NUMBER) {
      throw new OptionsException(
          String.format(
              "decode.depth %d, decode.digits %d: the auditor's own JSON library reads %d and %d",
              limits.depth(), limits.digits(), RunParser.DEEPEST, RunParser.LONGEST_NUMBER));
    }
    return new AuditScope(
        limits,
        new Tenants(options.tenants().fallback(), options.tenants().fromHeader()),
        options.s3().bucket(),
        options.s3().prefix(),
        sample == null ? 0 : sample,
        readOnce ? Reading.ONCE : Reading.AGAIN,
        stopped,
        AuditScope.OLD,
        searched,
        canaries == null ? List.of() : words(canaries));
  }

  private static List<String> words(Path file) throws IOException {
    if (Files.isDirectory(file) || !Files.isReadable(file)) {
      throw new OptionsException("--canaries " + file + ": there is no such file");
    }
    List<String> words = Files.readAllLines(file).stream().filter(word -> !word.isBlank()).toList();
    if (words.isEmpty()) {
      throw new OptionsException("--canaries " + file + ": no word in it");
    }
    return words;
  }

  private void tell(AuditReport report) {
    PrintWriter out = spec.commandLine().getOut();
    report.toString().lines().map(PrintableText::of).forEach(out::println);
    out.println(report.holds() ? "All that was checked holds." : verdict(report));
    out.flush();
  }

  private static String verdict(AuditReport report) {
    long violated =
        report.invariants().stream()
            .filter(entry -> entry.verdict() == AuditReport.Verdict.VIOLATED)
            .count();
    return violated == 0
        ? "Nothing was checked: no run is stored, and none must be."
        : violated + " invariants are VIOLATED.";
  }
}
