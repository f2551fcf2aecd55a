package dev.runmark.reader.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked.
 *
 * @param path with places such as {@code {id}}
 * @param parameters of the query string
 * @param statuses that it answers with, but those that every route may
 */
record Route(
    String method,
    String path,
    Scope scope,
    List<String> parameters,
    Set<Integer> statuses,
    Action action) {

  /** Answers it. */
  interface Action {
    void answer(Exchange exchange) throws Exception;
  }

  Route {
    parameters = List.copyOf(parameters);
    statuses = Set.copyOf(statuses);
  }

  /** What stands in the places of the path, null when this is another path. */
  @Nullable Map<String, String> match(String asked) {
    String[] wanted = path.split("/", -1);
    String[] given = asked.split("/", -1);
    if (wanted.length != given.length) {
      return null;
    }
    Map<String, String> places = new HashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{") && !given[i].isEmpty()) {
        places.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
      } else if (!wanted[i].equals(given[i])) {
        return null;
      }
    }
    return places;
  }

  /** Whether a word of the path matches better than a place. */
  boolean exact() {
    return path.indexOf('{') < 0;
  }
}
