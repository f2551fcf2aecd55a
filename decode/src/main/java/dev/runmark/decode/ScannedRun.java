package dev.runmark.decode;

import dev.runmark.decode.record.Operation;
import dev.runmark.storage.json.FieldSlices;
import dev.runmark.storage.json.Slice;
import org.jspecify.annotations.Nullable;

/**
 * An event as the scan of its record found it: where it lies, not yet what it says.
 *
 * @param index which event of the record, from 0, in the order of the document
 * @param operation null when the record names one that is not known
 * @param fields holds the run's fields at {@code [first, first + count)}
 * @param slice the run's bytes in the record
 * @param lineBreak whether there is a line break between its tokens
 * @param flaw why it cannot be stored, as far as the scan can tell; null when it may be
 */
record ScannedRun(
    int index,
    @Nullable Operation operation,
    FieldSlices fields,
    int first,
    int count,
    Slice slice,
    boolean lineBreak,
    @Nullable RejectedRunException flaw) {

  ScannedRun with(
      int newIndex, @Nullable Operation newOperation, @Nullable RejectedRunException newFlaw) {
    return new ScannedRun(newIndex, newOperation, fields, first, count, slice, lineBreak, newFlaw);
  }
}
