package dev.runmark.decode;

import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.Origin;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RejectionReason;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.part.RunKey;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one run out of its fields: whose it is, what it can be listed by, and the line that it is.
 * Reusable; one thread at a time.
 */
final class DecodedRunReader {

  private final RunFields fields = new RunFields();
  private final ListingReader listings;
  private final Function<Origin, UUID> ids;

  /**
   * @param ids of runs that have none
   */
  DecodedRunReader(IndexedText texts, Function<Origin, UUID> ids) {
    this.ids = ids;
    this.listings = new ListingReader(fields, texts);
  }

  /**
   * @param redrive of the record, null when this is its first try
   * @throws RejectedRunException when the run cannot be stored
   */
  DecodedRun read(RawRecord record, String tenant, @Nullable Redrive redrive, ScannedRun run) {
    if (run.flaw() != null) {
      throw run.flaw();
    }
    Operation operation = operation(run, redrive);
    fields.of(run);
    UUID id = fields.uuid(KnownField.ID);
    Slice line = run.slice();
    if (id == null) {
      refuseNamelessPatch(operation);
      id = ids.apply(origin(record, redrive, run.index()));
      line = LineBytes.withId(line, id, fields.value(KnownField.ID));
    }
    if (run.lineBreak()) {
      line = LineBytes.minified(line);
    }
    DottedOrder order = dottedOrder();
    return new DecodedRun(
        run.index(),
        operation,
        new RunKey(tenant, id),
        trace(operation, id, order),
        listings.read(operation, order, record.timestamp()),
        line);
  }

  /**
   * A second try of a complete run is a create: it must not stand for what came after the first.
   */
  private static Operation operation(ScannedRun run, @Nullable Redrive redrive) {
    Operation told = Objects.requireNonNull(run.operation(), "operation of a run without a flaw");
    return redrive != null && told == Operation.COMPLETE ? Operation.CREATE : told;
  }

  private static Origin origin(RawRecord record, @Nullable Redrive redrive, int index) {
    return redrive == null
        ? new Origin(record.source().topicId(), record.source().partition(), record.offset(), index)
        : redrive.origin().ofEvent(index);
  }

  private static void refuseNamelessPatch(Operation operation) {
    if (operation == Operation.PATCH) {
      throw new RejectedRunException(
          RejectionReason.INVALID_ID, "id: a patch without one names no run");
    }
  }

  private @Nullable DottedOrder dottedOrder() {
    Slice text = fields.string(KnownField.DOTTED_ORDER);
    return text == null ? null : DottedOrder.parse(text);
  }

  private UUID trace(Operation operation, UUID id, @Nullable DottedOrder order) {
    UUID trace = fields.uuid(KnownField.TRACE_ID);
    if (trace != null) {
      return trace;
    }
    if (order != null) {
      return order.trace();
    }
    if (operation == Operation.PATCH) {
      throw new RejectedRunException(
          RejectionReason.NO_TRACE, "a patch with neither trace_id nor dotted_order");
    }
    return id;
  }
}
