package dev.runmark.sink;

import dev.runmark.storage.index.OffsetIndex;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.tracing.Tracing;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Lines to NDJSON parts in an object store and their offset rows to the index, exactly once.
 *
 * <pre>
 *   Trace, and before each barrier a FrontierMark
 *      │  RunLine, one after the other
 *      ▼
 *   writer  (NdjsonSinkWriter)        appends to the open part, which uploads while it grows;
 *      │                              at a barrier seals it and puts its rows object
 *      │  PartCommittable             one a barrier: references, the frontier, and the
 *      ▼                              rows by reference while writer and committer are chained
 *   committer (NdjsonSinkCommitter)   keeps them in state until the checkpoint is complete, then
 *      │                              one transaction: ledger, offset rows, frontier
 *      ▼
 *   readers find the runs
 * </pre>
 *
 * The objects exist before the barrier passes and rows appear after the checkpoint is complete: a
 * crash leaves at most an object that no row names. Needs checkpoints, aligned and exactly once.
 *
 * <p>This class is only a factory; it travels in the job graph, without secrets.
 */
public final class NdjsonSink
    implements Sink<SinkElement>,
        SupportsCommitter<PartCommittable>,
        SupportsWriterState<SinkElement, NdjsonSinkWriterState> {

  private static final long serialVersionUID = 1L;

  /** The name of the job's traces, unless the environment has one. */
  public static final String SERVICE = "runmark-job";

  private final ObjectStoreFactory stores;
  private final OffsetIndexFactory indexes;
  private final String prefix;
  private final PartOptions options;
  private final PartIdSource ids;

  /**
   * Names parts by the machine's clock.
   *
   * @param prefix where in the bucket parts are put, see {@link PartLocation#prefix()}
   */
  public NdjsonSink(
      ObjectStoreFactory stores, OffsetIndexFactory indexes, String prefix, PartOptions options) {
    this(stores, indexes, prefix, options, () -> PartId.mint(Instant.now()));
  }

  /**
   * @param ids names the parts; a simulation has a clock of its own
   */
  public NdjsonSink(
      ObjectStoreFactory stores,
      OffsetIndexFactory indexes,
      String prefix,
      PartOptions options,
      PartIdSource ids) {
    // Refuses a bad prefix where it is configured; the bucket is known on the TaskManager only.
    new PartLocation("bucket", prefix);
    this.stores = stores;
    this.indexes = indexes;
    this.prefix = prefix;
    this.options = options;
    this.ids = ids;
  }

  @Override
  public StatefulSinkWriter<SinkElement, NdjsonSinkWriterState> createWriter(
      WriterInitContext context) throws IOException {
    return restoreWriter(context, List.of());
  }

  @Override
  public StatefulSinkWriter<SinkElement, NdjsonSinkWriterState> restoreWriter(
      WriterInitContext context, Collection<NdjsonSinkWriterState> recovered) throws IOException {
    ObjectStore store = stores.open(new RetryMetrics(context.metricGroup()));
    PartOpener parts = new PartOpener(store, prefix, options, ids, Tracing.open(SERVICE));
    return new NdjsonSinkWriter(parts, recovered, context);
  }

  @Override
  public Committer<PartCommittable> createCommitter(CommitterInitContext context)
      throws IOException {
    RetryMetrics retries = new RetryMetrics(context.metricGroup());
    OffsetIndex index = indexes.open(retries);
    int subtask = context.getTaskInfo().getIndexOfThisSubtask();
    return new NdjsonSinkCommitter(
        index, () -> stores.open(retries), Tracing.open(SERVICE), context.metricGroup(), subtask);
  }

  @Override
  public SimpleVersionedSerializer<PartCommittable> getCommittableSerializer() {
    return new PartCommittableSerializer();
  }

  @Override
  public SimpleVersionedSerializer<NdjsonSinkWriterState> getWriterStateSerializer() {
    return new NdjsonSinkWriterStateSerializer();
  }
}
