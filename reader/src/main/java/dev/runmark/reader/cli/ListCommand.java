package dev.runmark.reader.cli;

import dev.runmark.console.JsonLine;
import dev.runmark.console.PrintableText;
import dev.runmark.options.ServerOptions;
import dev.runmark.reader.RunmarkReader;
import dev.runmark.reader.fetch.RunStream;
import dev.runmark.reader.json.RunJson;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.query.RunQuery;
import dev.runmark.storage.read.StoredRun;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists runs: what the index says of them, or their documents. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Lists runs by their start, the newest first: a table on a terminal, NDJSON in a pipe.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./runmark list --status error --from 2h",
      "  ./runmark list --project search --run-type llm --limit 20",
      "  ./runmark list --all --payload --from 7d > week.ndjson",
      ""
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done, also when there are none",
      Exit.REFUSED_HELP,
      Exit.AWAY_HELP,
      Exit.CORRUPT_HELP,
      Exit.OTHER_HELP
    },
    exitCodeOnExecutionException = Exit.OTHER)
public final class ListCommand implements Callable<Integer> {

  private static final String ROW = "%-20s  %12s  %-7s  %-9s  %-36s  %-16s  %s";

  @Spec private CommandSpec spec;

  @Mixin private final RunFilters filters = new RunFilters();
  @Mixin private final Paging paging = new Paging();

  @Option(names = "--payload", description = "Their whole documents, one a line.")
  private boolean payload;

  @Mixin private final Shape shape = new Shape();
  @Mixin private final Access access = new Access();

  private boolean begun;

  @Override
  public Integer call() throws Exception {
    return Exit.of(
        spec,
        () -> {
          ServerOptions options = access.options();
          RunQuery query = filters.query(access.tenant(options), paging);
          Output out = new Output(spec);
          try (RunmarkReader reader = access.reader(options)) {
            paging.<IndexedRun>through(
                spec, cursor -> reader.list(query, cursor), rows -> print(rows, reader, out));
          }
          return Exit.DONE;
        });
  }

  private void print(List<IndexedRun> runs, RunmarkReader reader, Output out) throws ReadException {
    if (payload) {
      RunStream documents = reader.read(runs);
      for (Optional<StoredRun> run = documents.next(); run.isPresent(); run = documents.next()) {
        out.document(run.get());
      }
      return;
    }
    boolean table = shape.table();
    for (IndexedRun run : runs) {
      if (table) {
        row(run, out);
      } else {
        out.line(JsonLine.of("run", json -> RunJson.fields(json, run)));
      }
    }
    out.flush();
  }

  private void row(IndexedRun run, Output out) {
    if (!begun) {
      begun = true;
      out.row(ROW, "STARTED", "DURATION", "STATUS", "TYPE", "RUN", "PROJECT", "NAME");
    }
    Listing listing = run.listing();
    out.row(
        ROW,
        Elapsed.point(listing.startTime()),
        Elapsed.of(listing),
        StatusWord.of(listing),
        text(listing.runType()),
        run.key().run(),
        text(listing.project()),
        text(listing.name()));
  }

  private static String text(@Nullable String text) {
    return text == null ? "-" : PrintableText.of(text);
  }
}
