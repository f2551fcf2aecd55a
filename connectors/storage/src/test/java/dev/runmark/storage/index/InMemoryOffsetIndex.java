package dev.runmark.storage.index;

import dev.runmark.storage.part.OffsetRow;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The index in memory: for tests of what stands on it. Passes {@link OffsetIndexContract}. */
public final class InMemoryOffsetIndex implements OffsetIndex, RunLookup {

  private record TopicPartition(UUID topicId, int partition) {}

  private final Map<PartId, SealedPart> ledger = new TreeMap<>();
  private final Map<RunKey, List<IndexedLine>> runs = new HashMap<>();
  private final Set<RunKey> deleted = new HashSet<>();
  private final Map<TopicPartition, Integer> sources = new HashMap<>();
  private final InMemoryFrontiers frontiers = new InMemoryFrontiers();
  private Instant sweepFloor = Instant.MIN;

  @Override
  public synchronized CommitResult commit(PartCommit commit) throws IOException {
    Set<PartId> already = new HashSet<>();
    Map<SealedPart, List<OffsetRow>> fresh = new HashMap<>();
    for (SealedPart part : commit.parts()) {
      if (ledger.containsKey(part.id())) {
        already.add(part.id());
      } else {
        refuseSwept(part);
        fresh.put(part, rows(part, commit.rows()));
      }
    }
    refuse(commit, fresh.keySet());
    long lines = 0;
    long added = 0;
    long merged = 0;
    for (Map.Entry<SealedPart, List<OffsetRow>> entry : fresh.entrySet()) {
      ledger.put(entry.getKey().id(), entry.getKey());
      for (OffsetRow row : entry.getValue()) {
        lines++;
        boolean known = runs.containsKey(row.key());
        if (add(entry.getKey().id(), row)) {
          added++;
          merged += known ? 1 : 0;
        }
      }
    }
    told(commit.frontiers());
    return new CommitResult(already, added, lines - added, merged);
  }

  /** Folded when PostgreSQL is told to, too: what is forgotten by a fold depends on the moment. */
  private void told(List<Frontier> told) {
    for (Frontier frontier : told) {
      frontier.sources().forEach(source -> number(source.source()));
      frontiers.add(frontier);
    }
    if (told.stream().anyMatch(frontier -> frontier.subtask() == 0)) {
      frontiers.fold();
    }
  }

  private static List<OffsetRow> rows(SealedPart part, PartRows source) throws IOException {
    List<OffsetRow> rows = new ArrayList<>();
    source.of(part).forEach(rows::add);
    if (rows.size() != part.lines()) {
      throw new IOException(
          "commit part " + part.id() + ": " + rows.size() + " rows for " + part.lines());
    }
    return rows;
  }

  private void refuseSwept(SealedPart part) {
    if (part.id().openedAt().isBefore(sweepFloor)) {
      throw new CommitRefusedException(
          "commit part " + part.id() + ": before the sweep floor " + sweepFloor);
    }
  }

  private void refuse(PartCommit commit, Set<SealedPart> fresh) {
    Set<PartId> missing = new HashSet<>(commit.previous());
    missing.removeAll(ledger.keySet());
    fresh.forEach(part -> missing.remove(part.id()));
    if (!missing.isEmpty()) {
      throw new CommitRefusedException("commit: the ledger lacks " + missing);
    }
  }

  private boolean add(PartId part, OffsetRow row) {
    if (deleted.contains(row.key())) {
      return false;
    }
    IndexedLine line =
        new IndexedLine(
            row.trace(), number(row.source()), row.span(), part, row.place(), row.listing());
    List<IndexedLine> stored = runs.getOrDefault(row.key(), List.of());
    List<IndexedLine> kept = CoverRule.add(stored, List.of(line));
    runs.put(row.key(), kept);
    return !kept.equals(stored);
  }

  private int number(SourcePartition source) {
    for (int p = 0; p <= source.partition(); p++) {
      sources.putIfAbsent(new TopicPartition(source.topicId(), p), sources.size() + 1);
    }
    Integer number = sources.get(new TopicPartition(source.topicId(), source.partition()));
    return java.util.Objects.requireNonNull(number);
  }

  @Override
  public synchronized List<LineLocation> find(RunKey key) {
    return CoverRule.inReadingOrder(runs.getOrDefault(key, List.of())).stream()
        .map(this::locate)
        .toList();
  }

  private LineLocation locate(IndexedLine line) {
    SealedPart part = java.util.Objects.requireNonNull(ledger.get(line.part()));
    return new LineLocation(
        part.location(),
        part.id(),
        part.compression(),
        line.trace(),
        line.source(),
        line.span(),
        line.place());
  }

  /** Safe positions, as {@code PostgresPositions} tells them. */
  public synchronized Map<SourcePartition, Long> positions() {
    return frontiers.positions();
  }

  /** What the ledger holds, in order. */
  public synchronized List<SealedPart> ledger() {
    return List.copyOf(ledger.values());
  }

  /** Every run that a reader finds. */
  public synchronized Set<RunKey> runs() {
    return Set.copyOf(runs.keySet());
  }

  public synchronized Instant sweepFloor() {
    return sweepFloor;
  }

  public synchronized void raiseSweepFloor(Instant sealedBefore) {
    sweepFloor = sealedBefore;
  }

  public synchronized void delete(RunKey key) {
    runs.remove(key);
    deleted.add(key);
  }

  @Override
  public void close() {}
}
