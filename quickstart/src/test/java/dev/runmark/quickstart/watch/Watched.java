package dev.runmark.quickstart.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The expressions of the dashboard and of the alerts. */
public final class Watched {

  private static final Path FOLDER = Path.of("..", "deploy", "watch");

  private Watched() {}

  /** Those of both for which none of these lines, as Prometheus scrapes them, is there. */
  public static List<String> absentFrom(String exported) throws IOException {
    List<String> lines = exported.lines().filter(line -> !line.startsWith("#")).toList();
    List<String> absent = new ArrayList<>();
    for (String expression : expressions()) {
      for (Selector selector : Selector.of(expression)) {
        if (lines.stream().noneMatch(selector::picks)) {
          absent.add(selector + " of " + expression);
        }
      }
    }
    return absent;
  }

  static List<String> expressions() throws IOException {
    List<String> all = new ArrayList<>(dashboard());
    all.addAll(alerts());
    return all;
  }

  static List<String> dashboard() throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(FOLDER.resolve("grafana/runmark.json").toFile());
    return dashboard.findValuesAsText("expr");
  }

  static List<String> alerts() throws IOException {
    Object file =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(FOLDER.resolve("alerts.yml")));
    List<String> expressions = new ArrayList<>();
    for (Object group : (List<?>) ((Map<?, ?>) file).get("groups")) {
      for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
        expressions.add((String) ((Map<?, ?>) rule).get("expr"));
      }
    }
    return expressions;
  }
}
