package dev.runmark.reader.cli;

import dev.runmark.storage.part.RunStatus;
import dev.runmark.storage.query.RunQuery;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which runs to list. */
final class RunFilters {

  @Option(names = "--project", paramLabel = "NAME", description = "Only those of this project.")
  private @Nullable String project;

  @Option(
      names = "--trace",
      paramLabel = "ID",
      converter = IdWord.class,
      description = "Only those of this trace.")
  private @Nullable UUID trace;

  @Option(
      names = "--run-type",
      paramLabel = "TYPE",
      description = "Only those of this type: llm, chain, tool, …")
  private @Nullable String runType;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      converter = StatusWord.class,
      completionCandidates = StatusWord.class,
      description = "Only those that are ${COMPLETION-CANDIDATES}.")
  private @Nullable RunStatus status;

  @Option(
      names = "--has-error",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Only those that ended with an error; =false: only the others.")
  private @Nullable Boolean hasError;

  @Option(
      names = "--name-prefix",
      paramLabel = "TEXT",
      description = "Only those whose names begin so, case and all.")
  private @Nullable String namePrefix;

  RunQuery query(String tenant, Paging paging) {
    return new RunQuery(
        tenant,
        project,
        trace,
        runType,
        status,
        hasError,
        namePrefix,
        paging.from(),
        paging.to(),
        paging.order(),
        paging.limit());
  }
}
