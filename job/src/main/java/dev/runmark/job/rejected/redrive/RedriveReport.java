package dev.runmark.job.rejected.redrive;

import dev.runmark.decode.record.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of the dead letters that were asked for; counts while it goes on. */
public final class RedriveReport {

  private static final int SHOWN = 10;

  private final Map<String, Long> sent = new TreeMap<>();
  private final Map<String, Map<Refusal, Long>> refused = new TreeMap<>();
  private final List<Origin> firstMissing = new ArrayList<>();
  private final List<Origin> undecided = new ArrayList<>();
  private long before;
  private long repeated;
  private long unreadable;
  private long missing;
  private long foundSent;
  private long released;
  private long claims;
  private boolean limited;

  void sent(String topic) {
    sent.merge(topic, 1L, Long::sum);
  }

  void refused(String topic, Refusal why) {
    refused.computeIfAbsent(topic, name -> new TreeMap<>()).merge(why, 1L, Long::sum);
  }

  void sentBefore() {
    before++;
  }

  void repeated() {
    repeated++;
  }

  void unreadable() {
    unreadable++;
  }

  void missing(Origin key) {
    missing++;
    if (firstMissing.size() < SHOWN) {
      firstMissing.add(key);
    }
  }

  void undecided(Origin key) {
    undecided.add(key);
  }

  void foundSent() {
    foundSent++;
  }

  void released() {
    released++;
  }

  void claims(int open) {
    claims = open;
  }

  void limited() {
    limited = true;
  }

  boolean isLimited() {
    return limited;
  }

  boolean isUndecided(Origin key) {
    return undecided.contains(key);
  }

  /** Sent now; in a dry run those that would be. */
  public long sent() {
    return total(sent);
  }

  /** Sent by an earlier redrive. */
  public long before() {
    return before;
  }

  public long refusals(String topic, Refusal why) {
    return refused.getOrDefault(topic, Map.of()).getOrDefault(why, 0L);
  }

  /** Rows whose dead letters are not in their topic any more. */
  public long missing() {
    return missing;
  }

  /** Claims of redrives that were broken off, of which nobody can tell whether they were sent. */
  public long undecided() {
    return undecided.size();
  }

  /** Claims of redrives that were broken off after they had sent. */
  public long settledAsSent() {
    return foundSent;
  }

  /** Claims of redrives that were broken off before they had sent. */
  public long settledAsUnsent() {
    return released;
  }

  /** Whether nothing is left that a person should look at: refusals are known and final. */
  public boolean complete() {
    return missing == 0 && undecided.isEmpty();
  }

  /** All counts that are not zero, a line each. */
  public List<String> lines(boolean dryRun) {
    List<String> lines = new ArrayList<>();
    sent.forEach(
        (topic, count) ->
            lines.add((dryRun ? "would be sent to " : "sent to ") + topic + ": " + count));
    refused.forEach(
        (topic, reasons) ->
            reasons.forEach(
                (why, count) ->
                    lines.add("refused of " + topic + ": " + count + ", " + why.why())));
    add(lines, before, "sent by an earlier redrive");
    add(lines, foundSent, "claimed by a redrive that was broken off, found sent");
    add(lines, released, "claimed by a redrive that was broken off, found unsent and released");
    add(lines, claims, "claimed by a redrive that was broken off; the next one settles them first");
    add(lines, repeated, "dead letters that were there already");
    add(lines, unreadable, "records of the dead-letter topic that are no dead letters of Runmark");
    add(lines, missing, "without a dead letter: retention has deleted it; " + firstMissing);
    add(
        lines,
        undecided.size(),
        "claimed by a redrive that was broken off; the partition does not reach back far enough to"
            + " tell whether they were sent: "
            + undecided.subList(0, Math.min(SHOWN, undecided.size())));
    if (limited) {
      lines.add("stopped at the limit; what lies behind it was not looked at");
    }
    return lines.isEmpty() ? List.of("no dead letter has this reason") : lines;
  }

  private static void add(List<String> lines, long count, String what) {
    if (count > 0) {
      lines.add(count + " " + what);
    }
  }

  private static long total(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
