package dev.runmark.sink;

import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.index.PartCommit;
import dev.runmark.storage.index.PartRows;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.SealedPart;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;

/**
 * What the requests of one commit call name together: each part once, with its rows if any of the
 * requests has them, and each frontier.
 */
final class PartsInCommit {

  private final Map<PartId, StagedPart> parts = new LinkedHashMap<>();
  private final Set<PartId> previous = new HashSet<>();
  private final Set<Frontier> frontiers = new HashSet<>();

  PartsInCommit(Collection<CommitRequest<PartCommittable>> requests) {
    for (CommitRequest<PartCommittable> request : requests) {
      PartCommittable committable = request.getCommittable();
      committable.parts().forEach(this::add);
      previous.addAll(committable.previous());
      Frontier frontier = committable.frontier();
      if (frontier != null) {
        frontiers.add(frontier);
      }
    }
  }

  private void add(StagedPart staged) {
    StagedPart known = parts.putIfAbsent(staged.part().id(), staged);
    if (known == null) {
      return;
    }
    if (!known.part().equals(staged.part())) {
      throw new IllegalStateException(
          "commit part "
              + staged.part().id()
              + ": named twice, as "
              + known.part()
              + " and as "
              + staged.part());
    }
    if (known.rows() == null) {
      parts.put(staged.part().id(), staged);
    }
  }

  boolean isEmpty() {
    return parts.isEmpty() && previous.isEmpty() && frontiers.isEmpty();
  }

  Collection<StagedPart> parts() {
    return parts.values();
  }

  PartCommit toCommit(PartRows rows) {
    List<SealedPart> sealed = parts.values().stream().map(StagedPart::part).toList();
    return new PartCommit(sealed, previous, List.copyOf(frontiers), rows);
  }
}
