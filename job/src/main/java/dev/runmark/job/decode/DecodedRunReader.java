package dev.runmark.job.decode;

import dev.runmark.job.record.Operation;
import dev.runmark.job.record.RawRecord;
import dev.runmark.job.record.RejectionReason;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.part.RunKey;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads one run out of its fields: whose it is, what it can be listed by, and the line that it is.
 * Reusable; one thread at a time.
 */
final class DecodedRunReader {

  private final RunFields fields = new RunFields();
  private final ListingReader listings;

  DecodedRunReader(IndexedText texts) {
    this.listings = new ListingReader(fields, texts);
  }

  /**
   * @throws RejectedRunException when the run cannot be stored
   */
  DecodedRun read(RawRecord record, String tenant, ScannedRun run) {
    if (run.flaw() != null) {
      throw run.flaw();
    }
    Operation operation =
        Objects.requireNonNull(run.operation(), "operation of a run without a flaw");
    fields.of(run);
    UUID id = fields.uuid(KnownField.ID);
    Slice line = run.slice();
    if (id == null) {
      id = derivedId(record, run.index(), operation);
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

  private static UUID derivedId(RawRecord record, int index, Operation operation) {
    if (operation == Operation.PATCH) {
      throw new RejectedRunException(
          RejectionReason.INVALID_ID, "id: a patch without one names no run");
    }
    return DerivedId.of(record.source(), record.offset(), index);
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
