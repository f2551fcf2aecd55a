package dev.runmark.quickstart.monitor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What was seen that must never be, in the order in which it was seen. Thread-safe. */
final class Violations {

  /** Of each rule; what follows says the same again. */
  private static final int MOST = 20;

  private final Map<Rule, List<String>> seen = new EnumMap<>(Rule.class);

  synchronized void add(Rule rule, String what) {
    List<String> examples = seen.computeIfAbsent(rule, any -> new ArrayList<>());
    if (examples.size() < MOST) {
      examples.add(what);
    }
  }

  synchronized Set<Rule> rules() {
    return new TreeSet<>(seen.keySet());
  }

  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder();
    seen.forEach(
        (rule, examples) -> {
          text.append(rule).append(" BAD  ").append(rule.says()).append('\n');
          examples.forEach(example -> text.append("     ").append(example).append('\n'));
        });
    return text.toString();
  }
}
