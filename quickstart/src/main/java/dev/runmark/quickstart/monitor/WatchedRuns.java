package dev.runmark.quickstart.monitor;

import dev.runmark.quickstart.check.RunFields;
import dev.runmark.quickstart.check.RunParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** D1 and D2: each read of a run gives that run, and all that was seen in it before. */
final class WatchedRuns {

  /** How many are remembered; of others only D1 is judged. */
  private static final int MOST = 400;

  /**
   * Fields that a complete run may lack which stands for what came before; no event takes any other
   * away.
   */
  private static final List<String> PASSING =
      List.of("tags", "events", "error", "input_attachments", "output_attachments");

  private final ApiClient api;
  private final Violations violations;
  private final RunParser parser = new RunParser();
  private final Map<UUID, Set<String>> seen = new HashMap<>();
  private final List<UUID> watched = new ArrayList<>();
  private long reads;
  private long grown;

  WatchedRuns(ApiClient api, Violations violations) {
    this.api = api;
    this.violations = violations;
  }

  List<UUID> watched() {
    return List.copyOf(watched);
  }

  long reads() {
    return reads;
  }

  /** How often a run had more to it than at the read before. */
  long grown() {
    return grown;
  }

  /**
   * Reads a visible run.
   *
   * @return false when it is gone, which has been said
   */
  boolean read(UUID run) throws AwayException, InterruptedException {
    ApiClient.Answer answer = api.get("/runs/" + run);
    reads++;
    switch (answer.status()) {
      case 200 -> judge(run, answer.body());
      case 404 -> {
        violations.add(Rule.D3, "run " + run + ": it was visible, and now there is no such run");
        seen.remove(run);
        watched.remove(run);
        return false;
      }
      default ->
          violations.add(
              Rule.D1,
              "run "
                  + run
                  + ": "
                  + answer.status()
                  + " "
                  + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return true;
  }

  private void judge(UUID run, byte[] document) {
    RunFields fields;
    try {
      fields = parser.parse(document, 0, document.length);
    } catch (IOException e) {
      violations.add(Rule.D1, "run " + run + ": 200 with what is no run: " + e.getMessage());
      return;
    }
    if (!fields.run().equals(run)) {
      violations.add(Rule.D1, "run " + run + ": 200 with run " + fields.run());
      return;
    }
    compare(run, lasting(fields));
  }

  private void compare(UUID run, Set<String> now) {
    Set<String> before = seen.get(run);
    if (before != null) {
      Set<String> lost = new HashSet<>(before);
      lost.removeAll(now);
      if (!lost.isEmpty()) {
        violations.add(Rule.D2, "run " + run + ": it no longer has " + lost + ", only " + now);
      }
      grown += now.size() > before.size() ? 1 : 0;
    } else if (watched.size() < MOST) {
      watched.add(run);
    } else {
      return;
    }
    seen.put(run, now);
  }

  private static Set<String> lasting(RunFields fields) {
    Set<String> names = new HashSet<>(fields.names());
    names.removeIf(name -> PASSING.contains(name.replaceFirst("/.*", "")));
    return names;
  }
}
