package dev.runmark.proof.simulation;

import dev.runmark.storage.index.CommitResult;
import dev.runmark.storage.index.OffsetIndex;
import dev.runmark.storage.index.PartCommit;
import dev.runmark.storage.index.PartRows;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.OffsetRow;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.SealedPart;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Indexes with a bug around a real one. */
final class PlantedIndexes {

  private interface Commit {
    CommitResult of(PartCommit commit) throws IOException, InterruptedException;
  }

  private static final Duration HALF_A_DAY = Duration.ofHours(12);
  private static final CommitResult NOTHING = new CommitResult(Set.of(), 0, 0, 0);

  private final Set<PartId> known = new HashSet<>();

  OffsetIndex endingAtKnownParts(OffsetIndex real) {
    return index(
        real,
        commit -> {
          Set<PartId> ids = commit.parts().stream().map(SealedPart::id).collect(Collectors.toSet());
          if (ids.stream().anyMatch(known::contains)) {
            return new CommitResult(ids, 0, 0, 0);
          }
          CommitResult result = real.commit(commit);
          known.addAll(ids);
          return result;
        });
  }

  static OffsetIndex committingLate(OffsetIndex real) {
    List<PartCommit> waiting = new ArrayList<>();
    return index(
        real,
        commit -> {
          if (!waiting.isEmpty()) {
            real.commit(waiting.remove(0));
          }
          waiting.add(commit);
          return NOTHING;
        });
  }

  static OffsetIndex withoutLo(OffsetIndex real) {
    return index(
        real,
        commit -> {
          PartRows rows = part -> withoutLo(commit.rows().of(part));
          return real.commit(
              new PartCommit(commit.parts(), commit.previous(), commit.frontiers(), rows));
        });
  }

  /** Whose parts are named half a day before others that are known is thought to come too late. */
  OffsetIndex newestWins(OffsetIndex real) {
    return index(
        real,
        commit -> {
          Instant newest = newest(known);
          List<SealedPart> kept =
              commit.parts().stream()
                  .filter(part -> !part.id().openedAt().plus(HALF_A_DAY).isBefore(newest))
                  .toList();
          CommitResult result =
              real.commit(
                  new PartCommit(kept, commit.previous(), commit.frontiers(), commit.rows()));
          kept.forEach(part -> known.add(part.id()));
          return result;
        });
  }

  private static Instant newest(Set<PartId> parts) {
    return parts.stream().map(PartId::openedAt).max(Instant::compareTo).orElse(Instant.EPOCH);
  }

  private static List<OffsetRow> withoutLo(Iterable<OffsetRow> rows) {
    List<OffsetRow> changed = new ArrayList<>();
    for (OffsetRow row : rows) {
      EventSpan span = new EventSpan(0, row.span().hi(), true);
      changed.add(
          new OffsetRow(row.key(), row.trace(), row.source(), span, row.place(), row.listing()));
    }
    return changed;
  }

  static OffsetIndex frontierFirst(OffsetIndex real) {
    return index(
        real,
        commit -> {
          real.commit(new PartCommit(List.of(), Set.of(), commit.frontiers(), commit.rows()));
          return real.commit(
              new PartCommit(commit.parts(), commit.previous(), List.of(), commit.rows()));
        });
  }

  private static OffsetIndex index(OffsetIndex real, Commit planted) {
    return new OffsetIndex() {
      @Override
      public CommitResult commit(PartCommit commit) throws IOException, InterruptedException {
        return planted.of(commit);
      }

      @Override
      public void close() {
        real.close();
      }
    };
  }
}
