package dev.runmark.reader.cli;

import dev.runmark.options.ServerOptions;
import dev.runmark.reader.RunmarkReader;
import dev.runmark.reader.fetch.RunStream;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.read.StoredRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a trace. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows a trace as a tree: how long each run took, how it ended, its tokens.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./runmark trace 0198c0de-0000-7000-8000-000000000001",
      "  ./runmark trace 0198c0de-0000-7000-8000-000000000001 --json > trace.ndjson",
      ""
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done",
      "1:there is no such trace",
      Exit.REFUSED_HELP,
      Exit.AWAY_HELP,
      Exit.CORRUPT_HELP,
      Exit.OTHER_HELP
    },
    exitCodeOnExecutionException = Exit.OTHER)
public final class TraceCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ID",
      converter = IdWord.class,
      description = "Id of the trace, or of any run of it.")
  private UUID id;

  @Option(names = "--json", description = "The runs' documents, one a line, in the tree's order.")
  private boolean json;

  @Mixin private final Access access = new Access();

  @Override
  public Integer call() throws Exception {
    return Exit.of(
        spec,
        () -> {
          ServerOptions options = access.options();
          try (RunmarkReader reader = access.reader(options)) {
            List<IndexedRun> runs = runs(reader, access.tenant(options));
            if (runs.isEmpty()) {
              Exit.say(spec, "there is no trace " + id);
              return Exit.NOT_FOUND;
            }
            print(runs, reader.read(runs));
            return Exit.DONE;
          }
        });
  }

  private List<IndexedRun> runs(RunmarkReader reader, String tenant) throws ReadException {
    List<IndexedRun> runs = reader.trace(tenant, id);
    if (!runs.isEmpty()) {
      return runs;
    }
    List<IndexedRun> one = reader.findAll(tenant, List.of(id)).runs();
    return one.isEmpty() ? one : reader.trace(tenant, one.get(0).trace());
  }

  private void print(List<IndexedRun> runs, RunStream documents) throws ReadException {
    Output out = new Output(spec);
    if (json) {
      for (Optional<StoredRun> run = documents.next(); run.isPresent(); run = documents.next()) {
        out.document(run.get());
      }
      return;
    }
    Map<UUID, IndexedRun> listed = new HashMap<>();
    runs.forEach(run -> listed.put(run.key().run(), run));
    TraceTree tree = new TraceTree(out);
    tree.begin();
    for (Optional<StoredRun> run = documents.next(); run.isPresent(); run = documents.next()) {
      IndexedRun row = listed.get(run.get().key().run());
      if (row != null) {
        tree.run(row, TokenUsage.of(run.get().document()));
        out.flush();
      }
    }
    tree.end();
    out.flush();
  }
}
