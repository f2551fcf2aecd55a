package dev.runmark.reader.cli;

import dev.runmark.options.ServerOptions;
import dev.runmark.reader.RunmarkReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints runs by their ids. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Prints runs, one document a line, in the order of the ids. Ids without a run are named on"
            + " standard error.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./runmark get 0198c0de-0000-7000-8000-000000000001 | jq .outputs",
      "  ./runmark get - < ids.txt > runs.ndjson",
      "  ./runmark list --status error --json | jq -r .id | ./runmark get -",
      ""
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all are printed",
      "1:some are not there",
      Exit.REFUSED_HELP,
      Exit.AWAY_HELP,
      Exit.CORRUPT_HELP,
      Exit.OTHER_HELP
    },
    exitCodeOnExecutionException = Exit.OTHER)
public final class GetCommand implements Callable<Integer> {

  /** Bytes of a line: longer than an id in any form, with room to show what it is instead. */
  private static final int LONGEST = 80;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "Ids of runs; - takes them from standard input, one a line.")
  private List<String> ids;

  @Mixin private final Access access = new Access();

  @Override
  public Integer call() throws Exception {
    return Exit.of(
        spec,
        () -> {
          ServerOptions options = access.options();
          try (RunmarkReader reader = access.reader(options)) {
            RunFetch runs = new RunFetch(spec, reader, access.tenant(options));
            for (String id : ids) {
              if (id.equals("-")) {
                takeLines(runs);
              } else {
                runs.take(id, "");
              }
            }
            return runs.finish();
          }
        });
  }

  private static void takeLines(RunFetch runs) throws IOException {
    ByteLines lines = new ByteLines(System.in, LONGEST);
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      String text = new String(line, StandardCharsets.UTF_8).strip();
      if (!text.isEmpty()) {
        runs.take(text, "line " + lines.number() + ": ");
      }
    }
  }
}
