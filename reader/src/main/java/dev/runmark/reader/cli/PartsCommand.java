package dev.runmark.reader.cli;

import dev.runmark.console.JsonLine;
import dev.runmark.console.PrintableText;
import dev.runmark.console.StoredBytes;
import dev.runmark.reader.RunmarkReader;
import dev.runmark.reader.json.RunJson;
import dev.runmark.storage.index.LedgerPart;
import dev.runmark.storage.query.PartQuery;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the ledger: the parts that are committed, of all tenants. */
@Command(
    name = "parts",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Lists the committed parts by when they were opened, the newest first: a table on a"
            + " terminal, NDJSON in a pipe. Parts hold the runs of all tenants.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./runmark parts --limit 10",
      "  ./runmark parts --all --from 7d --json | jq -r '\"s3://\" + .bucket + \"/\" + .key'",
      ""
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done, also when there are none",
      Exit.REFUSED_HELP,
      Exit.AWAY_HELP,
      Exit.OTHER_HELP
    },
    exitCodeOnExecutionException = Exit.OTHER)
public final class PartsCommand implements Callable<Integer> {

  private static final String ROW = "%-20s  %10s  %11s  %-11s  %s";

  @Spec private CommandSpec spec;

  @Mixin private final Paging paging = new Paging();
  @Mixin private final Shape shape = new Shape();
  @Mixin private final Access access = new Access();

  private boolean begun;

  @Override
  public Integer call() throws Exception {
    return Exit.of(
        spec,
        () -> {
          PartQuery query =
              new PartQuery(paging.from(), paging.to(), paging.order(), paging.limit());
          Output out = new Output(spec);
          try (RunmarkReader reader = access.reader(access.options())) {
            paging.<LedgerPart>through(
                spec, cursor -> reader.parts(query, cursor), rows -> print(rows, out));
          }
          return Exit.DONE;
        });
  }

  private void print(List<LedgerPart> parts, Output out) {
    boolean table = shape.table();
    for (LedgerPart part : parts) {
      if (table) {
        row(part, out);
      } else {
        out.line(JsonLine.of("part", json -> RunJson.fields(json, part)));
      }
    }
    out.flush();
  }

  private void row(LedgerPart part, Output out) {
    if (!begun) {
      begun = true;
      out.row(ROW, "COMMITTED", "LINES", "SIZE", "COMPRESSION", "OBJECT");
    }
    out.row(
        ROW,
        Elapsed.point(part.committedAt()),
        StoredBytes.count(part.lines()),
        StoredBytes.of(part.length()),
        part.compression().name().toLowerCase(Locale.ROOT),
        PrintableText.of("s3://" + part.bucket() + "/" + part.key()));
  }
}
