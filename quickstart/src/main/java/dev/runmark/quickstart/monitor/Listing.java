package dev.runmark.quickstart.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * One listing from its first page to its last, as it was seen.
 *
 * @param pages how many
 * @param rows in their order, repeated where it repeats them
 */
record Listing(int pages, List<Listed> rows) {

  private static final ObjectMapper JSON = new ObjectMapper();

  Listing {
    rows = List.copyOf(rows);
  }

  /** It was answered with something that is no page of a listing. */
  static final class NoneException extends Exception {
    private static final long serialVersionUID = 1L;

    NoneException(String message) {
      super(message);
    }
  }

  /**
   * Goes from page to page by the cursors.
   *
   * @param query a first page's, with parameters
   */
  static Listing of(ApiClient api, String query)
      throws NoneException, AwayException, InterruptedException {
    List<Listed> rows = new ArrayList<>();
    Set<String> cursors = new HashSet<>();
    String path = query;
    while (true) {
      ApiClient.Answer answer = api.get(path);
      JsonNode page = page(path, answer);
      for (JsonNode row : page.path("runs")) {
        rows.add(row(path, row));
      }
      JsonNode next = page.path("next");
      if (next.isNull()) {
        return new Listing(cursors.size() + 1, rows);
      }
      if (!next.isTextual() || !cursors.add(next.asText())) {
        throw new NoneException(path + ": the cursor of its next page is " + next);
      }
      path = query + "&cursor=" + next.asText();
    }
  }

  private static JsonNode page(String path, ApiClient.Answer answer) throws NoneException {
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    try {
      JsonNode page = JSON.readTree(body);
      if (answer.status() == 200 && page.path("runs").isArray() && page.has("next")) {
        return page;
      }
    } catch (IOException e) {
      throw new NoneException(path + ": " + answer.status() + ", not JSON: " + e.getMessage());
    }
    throw new NoneException(path + ": " + answer.status() + " " + body);
  }

  private static Listed row(String path, JsonNode row) throws NoneException {
    try {
      return new Listed(
          UUID.fromString(row.path("id").asText()),
          UUID.fromString(row.path("trace_id").asText()),
          row.path("start_time").isNull() ? null : row.path("start_time").asText());
    } catch (IllegalArgumentException e) {
      throw new NoneException(path + ": a row without an id: " + row);
    }
  }
}
