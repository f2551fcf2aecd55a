package dev.runmark.traces.cli;

import dev.runmark.console.Length;
import dev.runmark.console.Phases;
import dev.runmark.console.PrintableText;
import dev.runmark.traces.Span;
import dev.runmark.traces.Trace;
import dev.runmark.traces.figures.Comparison;
import dev.runmark.traces.figures.GapFigures;
import dev.runmark.traces.figures.NameFigures;
import dev.runmark.traces.read.JaegerAwayException;
import dev.runmark.traces.read.TraceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows where the time of traces goes. */
@Command(
    name = "traces",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Shows where the time of Runmark's own traces (OpenTelemetry's) goes: one as a waterfall, what"
            + " the spans of each name take, and the gaps that no span tells of.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./runmark traces --file otlp.json --slower-than 200ms",
      "  ./runmark traces --jaeger http://localhost:16686 --limit 50",
      "  ./runmark traces --compare before.json after.json",
      ""
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done",
      "1:there is no such trace, or none at all",
      "2:a file cannot be used: it is not there, damaged, or holds no traces",
      "3:Jaeger is away",
      "5:anything else"
    },
    exitCodeOnExecutionException = TracesCommand.OTHER)
public final class TracesCommand implements Callable<Integer> {

  static final int OTHER = 5;

  private static final int DONE = 0;
  private static final int NOT_FOUND = 1;
  private static final int REFUSED = 2;
  private static final int AWAY = 3;

  @Spec private CommandSpec spec;

  @ArgGroup private final Source source = new Source();

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "Only traces that this service has a span in.")
  private @Nullable String service;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Only so many traces, the latest (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--trace",
      paramLabel = "ID",
      description = "The trace to draw (default: the longest).")
  private @Nullable String trace;

  @Option(
      names = "--slower-than",
      paramLabel = "TIME",
      converter = Length.class,
      description = "Lists the spans that took longer, as in 200ms.")
  private @Nullable Duration slowerThan;

  @Option(
      names = "--spans",
      paramLabel = "N",
      defaultValue = "100",
      description = "So many spans of a list at most (default: ${DEFAULT-VALUE}).")
  private int mostSpans;

  @Option(names = "--width", paramLabel = "N", description = "Columns (default: the terminal's).")
  private int width;

  @Option(names = "--json", description = "NDJSON, times in nanoseconds.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    require(limit > 0, "--limit " + limit + ": wanted 1 or more");
    require(mostSpans > 0, "--spans " + mostSpans + ": wanted 1 or more");
    int compared = source.compared().size();
    require(compared == 0 || compared == 2, "--compare: wanted two files, not " + compared);
    int code;
    try {
      code = show();
    } catch (NoSuchFileException e) {
      code = ended(REFUSED, "file " + e.getFile() + ": there is none");
    } catch (JaegerAwayException e) {
      code = ended(AWAY, String.valueOf(e.getMessage()));
    } catch (IOException | IllegalArgumentException e) {
      code = ended(REFUSED, String.valueOf(e.getMessage()));
    }
    // Closed output is whoever reads it having enough.
    spec.commandLine().getOut().flush();
    return code;
  }

  private int show() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Lines lines = new Lines(out, width > 0 ? width : Width.of(spec));
    Report report = json ? new JsonReport(lines) : new TextReport(lines, mostSpans);
    if (!source.compared().isEmpty()) {
      report.compared(
          Comparison.of(figures(source.compared().get(0)), figures(source.compared().get(1))));
      return DONE;
    }
    Phases.begin("read");
    List<Trace> traces = chosen(source.spans(service, limit));
    Phases.begin("work");
    if (traces.isEmpty()) {
      return ended(NOT_FOUND, "there are no traces" + (service == null ? "" : " of " + service));
    }
    Trace drawn = drawn(traces);
    if (drawn == null) {
      return ended(NOT_FOUND, "there is no trace " + trace);
    }
    report.trace(drawn);
    report.names(NameFigures.of(traces));
    report.gaps(GapFigures.of(traces));
    if (slowerThan != null) {
      report.slow(slow(traces, slowerThan.toNanos()));
    }
    return DONE;
  }

  private List<NameFigures> figures(Path file) throws IOException {
    return NameFigures.of(chosen(TraceFile.read(file)));
  }

  private List<Trace> chosen(List<Span> spans) {
    List<Trace> traces =
        Trace.of(spans).stream()
            .filter(
                of ->
                    service == null
                        || of.spans().stream().anyMatch(span -> span.service().equals(service)))
            .toList();
    return traces.subList(Math.max(traces.size() - limit, 0), traces.size());
  }

  private @Nullable Trace drawn(List<Trace> traces) {
    String wanted = trace == null ? null : trace.toLowerCase(Locale.ROOT);
    return traces.stream()
        .filter(of -> wanted == null || of.id().equals(wanted))
        .max(Comparator.comparingLong(Trace::duration))
        .orElse(null);
  }

  private static List<Span> slow(List<Trace> traces, long threshold) {
    return traces.stream()
        .flatMap(of -> of.spans().stream())
        .filter(span -> span.duration() > threshold)
        .sorted(Comparator.comparingLong(Span::duration).reversed())
        .toList();
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private int ended(int code, String why) {
    PrintWriter errors = spec.commandLine().getErr();
    errors.println("traces: " + PrintableText.of(why.replaceAll("\\s*\\R\\s*", " ")));
    errors.flush();
    return code;
  }
}
