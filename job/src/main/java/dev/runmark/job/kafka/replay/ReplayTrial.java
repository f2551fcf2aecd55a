package dev.runmark.job.kafka.replay;

import dev.runmark.decode.RunDecoder;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.job.kafka.PartitionScan;
import dev.runmark.options.KafkaClientOptions;
import dev.runmark.storage.index.EventState;
import dev.runmark.storage.index.PostgresEvents;
import dev.runmark.storage.index.StoredEvent;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Reads what a replay would read, decodes it as the job does, and looks each event up in the index.
 * Changes nothing. What the live job has not written yet counts as missing.
 */
public final class ReplayTrial {

  private static final int BATCH = 1_000;

  private final KafkaClientOptions clients;
  private final RunDecoder decoder;
  private final PostgresEvents index;

  public ReplayTrial(KafkaClientOptions clients, RunDecoder decoder, PostgresEvents index) {
    this.clients = clients;
    this.decoder = decoder;
    this.index = index;
  }

  public ReplayReport run(ReplayPlan plan) throws IOException {
    Reading reading = new Reading(plan);
    try (PartitionScan scan = new PartitionScan(clients.resolved())) {
      scan.read(plan.stretches(), reading::record);
    }
    reading.compare();
    return reading.report;
  }

  /** One run over the range: events gather until a batch of them is compared. */
  private final class Reading implements RunDecoder.Output {

    private final ReplayPlan plan;
    private final ReplayReport report = new ReplayReport();
    private final List<StoredEvent> batch = new ArrayList<>();

    Reading(ReplayPlan plan) {
      this.plan = plan;
    }

    boolean record(ConsumerRecord<byte[], byte[]> record) throws IOException {
      report.record();
      List<RecordHeader> headers = new ArrayList<>();
      for (Header header : record.headers()) {
        headers.add(new RecordHeader(header.key(), header.value()));
      }
      decoder.decode(
          new RawRecord(
              new SourcePartition(plan.topicId(), record.topic(), record.partition()),
              record.offset(),
              Instant.ofEpochMilli(record.timestamp()),
              record.key(),
              record.value(),
              headers),
          this);
      if (batch.size() >= BATCH) {
        compare();
      }
      return true;
    }

    void compare() throws IOException {
      EventState[] states = index.states(batch);
      for (int i = 0; i < states.length; i++) {
        report.event(batch.get(i), states[i]);
      }
      batch.clear();
    }

    @Override
    public void event(RunEvent event, int number) {
      RunLine line = event.line();
      batch.add(new StoredEvent(line.key(), line.trace(), line.source(), line.span(), number));
    }

    @Override
    public void rejected(RejectedRecord rejected) {
      report.rejected(rejected.reason());
    }

    @Override
    public void tombstone(RawRecord record) {
      report.tombstone();
    }
  }
}
