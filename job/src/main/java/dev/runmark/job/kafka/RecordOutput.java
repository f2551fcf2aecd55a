package dev.runmark.job.kafka;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.storage.part.SourcePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Turns the connector's records into raw records, split by split. */
final class RecordOutput implements ReaderOutput<ConsumerRecord<byte[], byte[]>> {

  private final ReaderOutput<RawRecord> target;
  private final Function<String, SourcePartition> sources;

  RecordOutput(ReaderOutput<RawRecord> target, Function<String, SourcePartition> sources) {
    this.target = target;
    this.sources = sources;
  }

  boolean writesTo(ReaderOutput<RawRecord> other) {
    return target == other;
  }

  @Override
  public SourceOutput<ConsumerRecord<byte[], byte[]>> createOutputForSplit(String splitId) {
    return new OfPartition(target.createOutputForSplit(splitId), sources.apply(splitId));
  }

  @Override
  public void releaseOutputForSplit(String splitId) {
    target.releaseOutputForSplit(splitId);
  }

  @Override
  public void collect(ConsumerRecord<byte[], byte[]> record) {
    throw new IllegalStateException("emit a record of no split");
  }

  @Override
  public void collect(ConsumerRecord<byte[], byte[]> record, long timestamp) {
    collect(record);
  }

  @Override
  public void emitWatermark(Watermark watermark) {
    target.emitWatermark(watermark);
  }

  @Override
  public void markIdle() {
    target.markIdle();
  }

  @Override
  public void markActive() {
    target.markActive();
  }

  /** The output of one split: all its records share one source. */
  private record OfPartition(SourceOutput<RawRecord> target, SourcePartition source)
      implements SourceOutput<ConsumerRecord<byte[], byte[]>> {

    @Override
    public void collect(ConsumerRecord<byte[], byte[]> record) {
      target.collect(raw(record));
    }

    @Override
    public void collect(ConsumerRecord<byte[], byte[]> record, long timestamp) {
      target.collect(raw(record), timestamp);
    }

    private RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
      return new RawRecord(
          source,
          record.offset(),
          Instant.ofEpochMilli(record.timestamp()),
          record.key(),
          record.value(),
          headers(record.headers()));
    }

    private static List<RecordHeader> headers(Headers headers) {
      List<RecordHeader> copies = new ArrayList<>(0);
      for (Header header : headers) {
        copies.add(new RecordHeader(header.key(), header.value()));
      }
      return copies.isEmpty() ? List.of() : copies;
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      target.emitWatermark(watermark);
    }

    @Override
    public void markIdle() {
      target.markIdle();
    }

    @Override
    public void markActive() {
      target.markActive();
    }
  }
}
