package dev.runmark.decode;

import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.Origin;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RejectionReason;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.json.MalformedJsonException;
import dev.runmark.storage.part.EventSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns a Kafka record into the run events that it carries.
 *
 * <p>A value is a run, an operation envelope, a batch body, an array of runs or NDJSON ({@link
 * RecordScan}). It is scanned whole before anything of it leaves: a malformed record is one
 * rejection, a bad run in a well-formed record is one by itself, unless there are too many of them.
 * Events leave in order of position.
 *
 * <p>What the same bytes at the same coordinates become is always the same: a replay gives the same
 * ids, positions and lines. The second try of a dead letter ({@link Redrive}) is an event of its
 * own, with its first try's identity. Keeps no state between records but caches; one thread at a
 * time.
 */
public final class RunDecoder {

  /** Where what a record becomes goes to. */
  public interface Output {

    /**
     * @param index which event inside the record, from 0, as the document has them
     */
    void event(RunEvent event, int index);

    void rejected(RejectedRecord rejected);

    /** The record has no value: nothing to store, but to be counted. */
    void tombstone(RawRecord record);
  }

  /** Of key and headers, in the dead letters of one record together. */
  private static final long MOST_REPEATED_BYTES = 64 << 20;

  private final TenantPolicy tenants;
  private final IndexedText texts = new IndexedText();
  private final RecordScan scan;
  private final DecodedRunReader reader;
  private final List<DecodedRun> decoded = new ArrayList<>();
  private final List<RejectedRecord> refused = new ArrayList<>();

  public RunDecoder(DecodeLimits limits, TenantPolicy tenants) {
    this(limits, tenants, DerivedId::of);
  }

  /**
   * For who does not read records but makes them.
   *
   * @param ids of runs that have none
   */
  public RunDecoder(DecodeLimits limits, TenantPolicy tenants, Function<Origin, UUID> ids) {
    this.tenants = tenants;
    this.reader = new DecodedRunReader(texts, ids);
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
    refused.clear();
    for (ScannedRun run : runs) {
      try {
        decoded.add(reader.read(record, tenant, redrive, run));
      } catch (RejectedRunException rejected) {
        refused.add(rejectedRun(record, run, rejected));
      }
    }
    emit(record, runs, output);
  }

  private List<ScannedRun> scan(byte[] value, @Nullable Redrive redrive) {
    Operation operation = redrive == null ? null : redrive.operation();
    return operation == null ? scan.scan(value) : scan.scanRun(value, operation);
  }

  private void emit(RawRecord record, List<ScannedRun> runs, Output output) {
    if (runs.size() == 1 && refused.isEmpty()) {
      output.event(decoded.get(0).at(record, 0), 0);
      return;
    }
    List<Numbered> events = events(record, runs);
    RejectedRunException excess = tooMuchToRepeat(record);
    if (excess != null) {
      output.rejected(rejectedWhole(record, Objects.requireNonNull(record.value()), excess));
      return;
    }
    refused.forEach(output::rejected);
    events.forEach(each -> output.event(each.event(), each.index()));
  }

  /** In order of position; those beyond the number that a position can tell are refused. */
  private List<Numbered> events(RawRecord record, List<ScannedRun> runs) {
    int[] numbers = EventOrder.of(decoded);
    List<Numbered> events = new ArrayList<>(numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      DecodedRun run = decoded.get(i);
      if (numbers[i] < EventSpan.EVENTS_PER_RECORD) {
        events.add(new Numbered(run.at(record, numbers[i]), run.index()));
      } else {
        refused.add(rejectedRun(record, runs.get(run.index()), surplus(run)));
      }
    }
    events.sort(Comparator.comparingLong(each -> each.event().line().span().hi()));
    return events;
  }

  private record Numbered(RunEvent event, int index) {}

  /**
   * Every dead letter carries the record's key and headers: many bad events in a record with large
   * ones would make terabytes of a megabyte.
   */
  private @Nullable RejectedRunException tooMuchToRepeat(RawRecord record) {
    long repeated = record.key() == null ? 0 : record.key().length;
    for (RecordHeader header : record.headers()) {
      repeated += header.name().length() + (header.value() == null ? 0 : header.value().length);
    }
    if (refused.size() < 2 || refused.size() * repeated <= MOST_REPEATED_BYTES) {
      return null;
    }
    return new RejectedRunException(
        RejectionReason.TOO_MANY_EVENTS,
        refused.size()
            + " bad events, and a key and headers of "
            + repeated
            + " bytes for each; the first: "
            + refused.get(0).message());
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
