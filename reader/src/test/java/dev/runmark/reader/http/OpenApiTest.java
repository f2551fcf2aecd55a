package dev.runmark.reader.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The document that is served says what the routes are, no more and no less. */
class OpenApiTest {

  /** What every route may answer that needs a token. */
  private static final Set<Integer> ALWAYS = Set.of(401, 403, 503);

  @Test
  void theDocumentIsTheRoutes() throws Exception {
    assertThat(documented(new ObjectMapper().readTree(WatchRoutes.document()))).isEqualTo(served());
  }

  private static Map<String, String> served() {
    Map<String, String> served = new TreeMap<>();
    for (Route route : ApiServer.routes(null, null, null, new ApiMetrics())) {
      Set<Integer> statuses = new TreeSet<>(route.statuses());
      if (route.scope() != Scope.NONE) {
        statuses.addAll(ALWAYS);
      }
      served.put(
          route.method() + " " + route.path(), new TreeSet<>(route.parameters()) + " " + statuses);
    }
    return served;
  }

  private static Map<String, String> documented(JsonNode document) {
    Map<String, String> documented = new TreeMap<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            documented.put(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT)
                                    + " "
                                    + path.getKey(),
                                parameters(operation.getValue())
                                    + " "
                                    + statuses(operation.getValue()))));
    return documented;
  }

  private static Set<String> parameters(JsonNode operation) {
    Set<String> names = new TreeSet<>();
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.get("in").asText().equals("query")) {
        names.add(parameter.get("name").asText());
      }
    }
    return names;
  }

  private static Set<Integer> statuses(JsonNode operation) {
    Set<Integer> statuses = new TreeSet<>();
    operation
        .get("responses")
        .fieldNames()
        .forEachRemaining(
            status -> {
              if (!status.equals("default")) {
                statuses.add(Integer.valueOf(status));
              }
            });
    return statuses;
  }
}
