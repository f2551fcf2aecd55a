package dev.runmark.storage.index;

import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.SealedPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How far one commit has come, over all its attempts; each step forward gives it its time anew. */
final class CommitProgress {

  /** Rows of one transaction, unless a single part has more. */
  static final int ROWS_PER_TRANSACTION = 100_000;

  private final Duration budget;
  private final Set<PartId> before = new HashSet<>();
  private final Set<PartId> mine = new HashSet<>();
  private long deadline;
  private long lines;
  private long added;
  private long merged;

  CommitProgress(Duration budget) {
    this.budget = budget;
    this.deadline = System.nanoTime() + budget.toNanos();
  }

  /** How long attempts without progress may go on; zero when they have had their time. */
  Duration timeLeft() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  /** The parts that the ledger lacks, in its order. */
  List<SealedPart> absent(Collection<SealedPart> parts, Set<PartId> ledger) {
    ledger.stream().filter(part -> !mine.contains(part)).forEach(before::add);
    return parts.stream()
        .filter(part -> !ledger.contains(part.id()))
        .sorted((one, other) -> one.id().compareTo(other.id()))
        .toList();
  }

  /** Whole parts, together of so many rows, in order. */
  static List<List<SealedPart>> groups(List<SealedPart> parts) {
    List<List<SealedPart>> groups = new ArrayList<>();
    long rows = ROWS_PER_TRANSACTION;
    for (SealedPart part : parts) {
      if (rows + part.lines() > ROWS_PER_TRANSACTION) {
        groups.add(new ArrayList<>());
        rows = 0;
      }
      groups.get(groups.size() - 1).add(part);
      rows += part.lines();
    }
    return groups;
  }

  void committed(List<SealedPart> group, CommitTransaction.Added rows) {
    deadline = System.nanoTime() + budget.toNanos();
    for (SealedPart part : group) {
      mine.add(part.id());
      lines += part.lines();
    }
    added += rows.lines();
    merged += rows.merged();
  }

  CommitResult result() {
    return new CommitResult(before, added, lines - added, merged);
  }
}
