package dev.runmark.quickstart.watch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an expression of PromQL picks: a metric, and what its labels must be.
 *
 * @param labels the value by the name of the label; empty where a pattern is given, which need not
 *     fit anything yet
 */
record Selector(String metric, Map<String, String> labels) {

  private static final Set<String> WORDS =
      Set.of(
          "by",
          "without",
          "on",
          "ignoring",
          "group_left",
          "group_right",
          "and",
          "or",
          "unless",
          "bool",
          "offset");
  private static final Pattern GROUPED =
      Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\([^)]*\\)");
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w:$.\\[])([a-zA-Z_:][\\w:]*)\\s*(\\{[^}]*})?(?!\\s*\\(|[\\w:])");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(=~|=)\\s*\"([^\"]*)\"");

  /** All that an expression has. */
  static List<Selector> of(String expression) {
    List<Selector> selectors = new ArrayList<>();
    Matcher name = NAME.matcher(GROUPED.matcher(expression).replaceAll(" "));
    while (name.find()) {
      if (!WORDS.contains(name.group(1))) {
        selectors.add(new Selector(name.group(1), labels(name.group(2))));
      }
    }
    return selectors;
  }

  /** Whether a line that Prometheus scrapes, {@code name{label="value",} 1.0}, is one of it. */
  boolean picks(String sample) {
    Matcher end = Pattern.compile("[{ ]").matcher(sample);
    if (!end.find() || !sample.substring(0, end.start()).equals(metric)) {
      return false;
    }
    Map<String, String> told = labels(sample);
    return labels.entrySet().stream()
        .allMatch(
            label -> {
              String value = told.get(label.getKey());
              return value != null
                  && (label.getValue().isEmpty() || label.getValue().equals(value));
            });
  }

  private static Map<String, String> labels(@Nullable String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    Matcher label = LABEL.matcher(text == null ? "" : text);
    while (label.find()) {
      labels.put(label.group(1), label.group(2).equals("=") ? label.group(3) : "");
    }
    return labels;
  }
}
