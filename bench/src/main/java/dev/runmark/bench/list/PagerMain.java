package dev.runmark.bench.list;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.options.ReaderOptions;
import dev.runmark.reader.RunmarkReader;
import dev.runmark.storage.index.PostgresOptions;
import dev.runmark.storage.query.RunQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists in a JVM of its own, whose heap is small. Arguments: the file of its {@link PagerTask}, and
 * the one for its answer.
 */
public final class PagerMain {

  /** The answer: Jackson wants a class to read a list into. */
  record Answer(List<WholeList> lists) {}

  private PagerMain() {}

  public static void main(String[] arguments) throws Exception {
    ObjectMapper json = new ObjectMapper();
    PagerTask task = json.readValue(Path.of(arguments[0]).toFile(), PagerTask.class);
    PostgresOptions postgres =
        new PostgresOptions(
            task.postgres().url(),
            task.postgres().user(),
            task.postgres()::password,
            task.schema(),
            PostgresOptions.Limits.DEFAULT);
    ReaderOptions options = ReaderOptions.DEFAULT.withCache(0);
    RunQuery all = RunQuery.of(task.wanted().tenant()).withLimit(task.page());
    String project = task.wanted().project();
    RunQuery query = project == null ? all : all.withProject(project);
    List<WholeList> lists = new ArrayList<>();
    try (RunmarkReader reader = RunmarkReader.open(postgres, task.s3().options(), options)) {
      for (int i = 0; i < task.lists(); i++) {
        lists.add(new Pages(reader, query, task.wanted().documents()).read(task.expected()));
      }
    }
    json.writeValue(Path.of(arguments[1]).toFile(), new Answer(lists));
  }
}
