package dev.runmark.job.decode;

import dev.runmark.job.record.Operation;
import dev.runmark.job.record.Origin;
import dev.runmark.job.record.RawRecord;
import dev.runmark.job.record.RecordHeader;
import dev.runmark.job.record.RejectedRecord;
import dev.runmark.job.record.RejectionReason;
import dev.runmark.job.record.RunEvent;
import dev.runmark.storage.json.MalformedJsonException;
import dev.runmark.storage.part.EventSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a Kafka record into the run events that it carries.
 *
 * <p>A value is a run, an operation envelope, a batch body, an array of runs or NDJSON ({@link
 * RecordScan}). It is scanned whole before anything of it leaves: a malformed record is one
 * rejection, a bad run in a well-formed record is one by itself. Events leave in order of position.
 *
 * <p>What the same bytes at the same coordinates become is always the same: a replay gives the same
 * ids, positions and lines. The second try of a dead letter ({@link Redrive}) is an event of its
 * own, with its first try's identity. Keeps no state between records but caches; one thread at a
 * time.
 */
public final class RunDecoder {

  /** Where what a record becomes goes to. */
  public interface Output {

    void event(RunEvent event);

    void rejected(RejectedRecord rejected);

    /** The record has no value: nothing to store, but to be counted. */
    void tombstone(RawRecord record);
  }

  private final TenantPolicy tenants;
  private final IndexedText texts = new IndexedText();
  private final RecordScan scan;
  private final DecodedRunReader reader = new DecodedRunReader(texts);
  private final List<DecodedRun> decoded = new ArrayList<>();

  public RunDecoder(DecodeLimits limits, TenantPolicy tenants) {
    this.tenants = tenants;
    this.scan = new RecordScan(limits);
  }

  public void decode(RawRecord record, Output output) {
    byte[] value = record.value();
    if (value == null) {
      output.tombstone(record);
      return;
    }
    String tenant;
    Redrive redrive;
    List<ScannedRun> runs;
    try {
      tenant = tenant(record);
      redrive = Redrive.of(record);
      runs = scan(value, redrive);
    } catch (RejectedRunException rejected) {
      output.rejected(rejectedWhole(record, value, rejected));
      return;
    } catch (MalformedJsonException flaw) {
      output.rejected(rejectedWhole(record, value, RejectedRunException.of(flaw)));
      return;
    }
    decoded.clear();
    for (ScannedRun run : runs) {
      try {
        decoded.add(reader.read(record, tenant, redrive, run));
      } catch (RejectedRunException rejected) {
        output.rejected(rejectedRun(record, run, rejected));
      }
    }
    emit(record, runs, output);
  }

  private List<ScannedRun> scan(byte[] value, @Nullable Redrive redrive) {
    Operation operation = redrive == null ? null : redrive.operation();
    return operation == null ? scan.scan(value) : scan.scanRun(value, operation);
  }

  private void emit(RawRecord record, List<ScannedRun> runs, Output output) {
    if (decoded.size() == 1) {
      output.event(decoded.get(0).at(record, 0));
      return;
    }
    int[] numbers = EventOrder.of(decoded);
    List<RunEvent> events = new ArrayList<>(numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      DecodedRun run = decoded.get(i);
      if (numbers[i] < EventSpan.EVENTS_PER_RECORD) {
        events.add(run.at(record, numbers[i]));
      } else {
        output.rejected(rejectedRun(record, runs.get(run.index()), surplus(run)));
      }
    }
    events.sort(Comparator.comparingLong(event -> event.line().span().hi()));
    events.forEach(output::event);
  }

  private String tenant(RawRecord record) {
    if (!tenants.fromHeader()) {
      return tenants.defaultTenant();
    }
    RecordHeader found = SingleHeader.find(record, TenantPolicy.HEADER);
    return found == null ? tenants.defaultTenant() : texts.tenant(found.value());
  }

  private static RejectedRecord rejectedWhole(
      RawRecord record, byte[] value, RejectedRunException why) {
    return new RejectedRecord(
        record.withoutValue(),
        Origin.WHOLE_RECORD,
        why.reason(),
        "decode of " + record.coordinates() + ": " + why.getMessage(),
        null,
        value);
  }

  private static RejectedRecord rejectedRun(
      RawRecord record, ScannedRun run, RejectedRunException why) {
    Operation operation = run.operation();
    return new RejectedRecord(
        record.withoutValue(),
        run.index(),
        why.reason(),
        "decode of " + record.coordinates() + ", event " + run.index() + ": " + why.getMessage(),
        operation == null ? null : operation.word(),
        run.slice().toByteArray());
  }

  private static RejectedRunException surplus(DecodedRun run) {
    return new RejectedRunException(
        RejectionReason.TOO_MANY_EVENTS,
        "more than " + EventSpan.EVENTS_PER_RECORD + " events of run " + run.key().run());
  }
}
