package dev.runmark.sink;

import dev.runmark.storage.failpoint.FailPoint;
import dev.runmark.storage.index.CommitRefusedException;
import dev.runmark.storage.index.CommitResult;
import dev.runmark.storage.index.OffsetIndex;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.tracing.Laps;
import dev.runmark.storage.tracing.Tracing;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sealed parts visible: one {@link #commit} call is one commit of the index. The rows of a
 * part appear together; when the call fails, some parts may be committed, and the ledger knows
 * which.
 *
 * <table>
 * <caption>What comes of it</caption>
 * <tr><th>outcome</th><th>what the committer does</th><th>what Flink does</th></tr>
 * <tr><td>the parts are in the ledger now</td>
 *   <td>returns</td>
 *   <td>forgets the committables</td></tr>
 * <tr><td>all parts of a request were in the ledger before (they come back after every restore)</td>
 *   <td>{@code signalAlreadyCommitted}</td>
 *   <td>forgets the committable, counts it</td></tr>
 * <tr><td>some of them were, or the request has no parts</td>
 *   <td>returns</td>
 *   <td>forgets the committable</td></tr>
 * <tr><td>refused for good: a part older than the sweep floor, a previous part that the ledger
 *     lacks</td>
 *   <td>throws {@link SuppressRestartsException}</td>
 *   <td>fails the job for good; nothing is lost, someone has to decide</td></tr>
 * <tr><td>not now ({@link IOException}): the index is away for longer than its own retries last, a
 *     rows object cannot be read</td>
 *   <td>throws</td>
 *   <td>restarts the job from the last checkpoint, which holds the committables</td></tr>
 * </table>
 *
 * <p>It assumes that:
 *
 * <ul>
 *   <li>the ledger alone knows what is committed; whether an earlier attempt got through is never
 *       guessed;
 *   <li>the same part may come again at any time, from any subtask, even twice in one call;
 *   <li>rows are with the committable as long as it has not left its writer's JVM; else they are
 *       read back from the rows object, which was stored before the barrier;
 *   <li>an exception loses nothing, while flagging a request as failed would drop its rows for
 *       ever: Flink restarts the job only for an exception. So none is ever flagged;
 *   <li>back-off is the index's business: Flink's own retries come without any pause.
 * </ul>
 *
 * <p>Used by the task's thread only. While it commits, the subtask does nothing else.
 */
final class NdjsonSinkCommitter implements Committer<PartCommittable> {

  private static final Logger LOG = LoggerFactory.getLogger(NdjsonSinkCommitter.class);

  private final OffsetIndex index;
  private final RowsAtHand.StoreSource stores;
  private final Tracing tracing;
  private final CommitSpans spans;
  private final CommitterMetrics metrics;
  private final int subtask;
  private @Nullable ObjectStore store;

  /**
   * @param index closed by the committer
   * @param stores used after a restore only
   * @param tracing closed by the committer
   */
  NdjsonSinkCommitter(
      OffsetIndex index,
      RowsAtHand.StoreSource stores,
      Tracing tracing,
      MetricGroup group,
      int subtask) {
    this.index = index;
    this.stores = stores;
    this.tracing = tracing;
    this.spans = new CommitSpans(tracing.tracer(), subtask);
    this.metrics = new CommitterMetrics(group);
    this.subtask = subtask;
  }

  @Override
  public void commit(Collection<CommitRequest<PartCommittable>> requests)
      throws IOException, InterruptedException {
    PartsInCommit parts = new PartsInCommit(requests);
    if (parts.isEmpty()) {
      return;
    }
    RowsAtHand rows = new RowsAtHand(parts.parts(), this::store);
    long begin = System.nanoTime();
    FailPoint.COMMIT_BEGINS.reached();
    CommitResult result = commit(parts, rows);
    FailPoint.COMMIT_RETURNS.reached();
    Duration duration = Duration.ofNanos(System.nanoTime() - begin);
    signalAlreadyCommitted(requests, result.alreadyCommitted());
    metrics.done(result, rows.readBack(), duration);
    parts.parts().forEach(staged -> report(staged, result.alreadyCommitted()));
    if (parts.parts().isEmpty()) {
      LOG.debug("committed subtask={}: how far the input is, no parts; took={}", subtask, duration);
    } else {
      LOG.info(
          "committed subtask={} parts={} rows={} covered={} already-committed={} read-back={} took={}",
          subtask,
          parts.parts().size() - result.alreadyCommitted().size(),
          result.rows(),
          result.covered(),
          result.alreadyCommitted().size(),
          rows.readBack(),
          duration);
    }
  }

  private CommitResult commit(PartsInCommit parts, RowsAtHand rows)
      throws IOException, InterruptedException {
    Laps laps = new Laps();
    try {
      CommitResult result = index.commit(parts.toCommit(rows), laps);
      spans.committed(parts.parts(), laps.all(), result.alreadyCommitted());
      return result;
    } catch (CommitRefusedException e) {
      spans.failed(parts.parts(), laps.all(), e);
      throw new SuppressRestartsException(e);
    } catch (IOException | RuntimeException e) {
      spans.failed(parts.parts(), laps.all(), e);
      throw e;
    }
  }

  private static void signalAlreadyCommitted(
      Collection<CommitRequest<PartCommittable>> requests, Set<PartId> already) {
    for (CommitRequest<PartCommittable> request : requests) {
      List<StagedPart> parts = request.getCommittable().parts();
      if (!parts.isEmpty() && parts.stream().allMatch(s -> already.contains(s.part().id()))) {
        request.signalAlreadyCommitted();
      }
    }
  }

  private void report(StagedPart staged, Set<PartId> already) {
    SealedPart part = staged.part();
    if (already.contains(part.id())) {
      LOG.info("already committed part={} subtask={}", part.id(), subtask);
    } else {
      metrics.committed(staged);
      LOG.info("committed part={} subtask={} lines={}", part.id(), subtask, part.lines());
    }
  }

  private ObjectStore store() throws IOException {
    if (store == null) {
      store = stores.store();
    }
    return store;
  }

  @Override
  public void close() {
    try (tracing;
        index) {
      if (store != null) {
        store.close();
      }
    }
  }
}
