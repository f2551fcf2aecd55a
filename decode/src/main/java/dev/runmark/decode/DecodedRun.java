package dev.runmark.decode;

import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import java.util.UUID;

/** An event that is all decoded but for its position among the events of its run. */
record DecodedRun(
    int index, Operation operation, RunKey key, UUID trace, Listing listing, Slice line) {

  /** The event as the k-th one of its run in the record. */
  RunEvent at(RawRecord record, int k) {
    long position = EventSpan.position(record.offset(), k);
    EventSpan span =
        switch (operation) {
          case CREATE -> EventSpan.ofCreate(position);
          case PATCH -> EventSpan.ofPatch(position);
          case COMPLETE -> EventSpan.ofComplete(position);
        };
    return new RunEvent(
        operation,
        new RunLine(
            key,
            trace,
            record.source(),
            span,
            listing,
            line.bytes(),
            line.offset(),
            line.length()));
  }
}
