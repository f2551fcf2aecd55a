package dev.runmark.reader;

import dev.runmark.decode.DecodeLimits;
import dev.runmark.decode.RunDecoder;
import dev.runmark.decode.TenantPolicy;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What the job does, without windows and checkpoints: what is in the topic becomes lines. */
final class SmallJob implements RunDecoder.Output {

  private final ApiScene scene;
  private final RunDecoder decoder =
      new RunDecoder(DecodeLimits.DEFAULT, new TenantPolicy("default", true));
  private final List<RunLine> lines = new ArrayList<>();

  SmallJob(ApiScene scene) {
    this.scene = scene;
  }

  /** Stores what was sent since then; how many events that were. */
  int store(Map<TopicPartition, Long> since) throws Exception {
    UUID topic = scene.topicId();
    lines.clear();
    for (ConsumerRecord<byte[], byte[]> record : scene.records(since)) {
      decoder.decode(
          new RawRecord(
              new SourcePartition(topic, "runs", record.partition()),
              record.offset(),
              Instant.ofEpochMilli(record.timestamp()),
              record.key(),
              record.value(),
              Arrays.stream(record.headers().toArray())
                  .map(header -> new RecordHeader(header.key(), header.value()))
                  .toList()),
          this);
    }
    if (!lines.isEmpty()) {
      scene.stores.commit(Compression.NONE, lines.toArray(RunLine[]::new));
    }
    return lines.size();
  }

  @Override
  public void event(RunEvent event, int number) {
    lines.add(event.line());
  }

  @Override
  public void rejected(RejectedRecord rejected) {
    throw new AssertionError("the door let a dead letter through: " + rejected.message());
  }

  @Override
  public void tombstone(RawRecord record) {
    throw new AssertionError("the door sent a tombstone");
  }
}
