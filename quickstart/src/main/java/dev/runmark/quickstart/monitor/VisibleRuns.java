package dev.runmark.quickstart.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** D3 and D5: what was visible before a listing began must be in it, once. Not thread-safe. */
final class VisibleRuns {

  /** Of those that a listing lacks; when it lacks more, something is wrong with all of them. */
  private static final int LOOKED_UP = 20;

  private final ApiClient api;
  private final Violations violations;
  private final Map<UUID, Listed> known = new HashMap<>();

  VisibleRuns(ApiClient api, Violations violations) {
    this.api = api;
    this.violations = violations;
  }

  int size() {
    return known.size();
  }

  /** Those are known to be gone, and that has been said. */
  void forget(UUID run) {
    known.remove(run);
  }

  /**
   * Judges a listing that began after the one before had ended.
   *
   * @return the runs that were not visible in any before
   */
  List<UUID> judge(Listing listing) throws AwayException, InterruptedException {
    Map<UUID, Listed> shown = new LinkedHashMap<>();
    for (Listed row : listing.rows()) {
      // One that got another start time meanwhile may well be met at both of its places.
      if (row.equals(shown.put(row.id(), row))) {
        violations.add(Rule.D5, "run " + row.id() + ": twice in one listing, at " + row);
      }
    }
    List<Listed> missing =
        known.values().stream().filter(run -> !shown.containsKey(run.id())).toList();
    for (Listed run : missing.subList(0, Math.min(LOOKED_UP, missing.size()))) {
      judgeMissing(run, listing.pages());
    }
    List<UUID> fresh = new ArrayList<>(shown.keySet());
    fresh.removeAll(known.keySet());
    known.putAll(shown);
    return fresh;
  }

  private void judgeMissing(Listed before, int pages) throws AwayException, InterruptedException {
    Optional<Listed> now = now(before);
    if (now.isPresent() && !now.get().equals(before)) {
      // It has moved; no listing promises those.
      known.put(before.id(), now.get());
    } else if (now.isPresent() || api.get("/runs/" + before.id()).status() != 404) {
      violations.add(
          Rule.D5, before + ": there and unchanged, but not in a listing of " + pages + " pages");
    } else {
      violations.add(Rule.D3, before + ": it was listed, and now there is no such run");
      known.remove(before.id());
    }
  }

  private Optional<Listed> now(Listed run) throws AwayException, InterruptedException {
    String path = "/runs?limit=10000&trace_id=" + run.trace();
    try {
      return Listing.of(api, path).rows().stream()
          .filter(row -> row.id().equals(run.id()))
          .findAny();
    } catch (Listing.NoneException e) {
      violations.add(Rule.D5, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
