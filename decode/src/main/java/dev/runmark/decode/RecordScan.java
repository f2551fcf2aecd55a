package dev.runmark.decode;

import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.RejectionReason;
import dev.runmark.storage.json.FieldSlices;
import dev.runmark.storage.json.JsonScanner;
import dev.runmark.storage.json.MalformedJsonException;
import dev.runmark.storage.json.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the events in a record's value, in one pass over it and without looking into them.
 *
 * <p>A value is one object, several of them with line breaks between (NDJSON), or an array. An
 * object is
 *
 * <ul>
 *   <li>a run, when it has an {@code id},
 *   <li>else an envelope, when it has {@code operation} and an object {@code run},
 *   <li>else a run, when it has a {@code trace_id} or {@code dotted_order},
 *   <li>else an envelope without a run, when it has {@code operation} and {@code run}: refused,
 *   <li>else a batch body, when {@code post} or {@code patch} is an array,
 *   <li>else a run.
 * </ul>
 *
 * <p>An {@code id}, {@code trace_id}, {@code dotted_order}, {@code post} or {@code patch} that is
 * null is as good as absent. A key that stands twice in one object is a flaw of the run in which it
 * stands, however deep; outside of runs it refuses the record.
 *
 * <p>Reusable; what {@link #scan} returns is good until the next call. One thread at a time.
 */
final class RecordScan {

  private static final int ID = bit(KnownField.ID);
  private static final int IDENTITY = ID | bit(KnownField.TRACE_ID) | bit(KnownField.DOTTED_ORDER);
  private static final int ENVELOPE = bit(KnownField.OPERATION) | bit(KnownField.RUN);
  private static final int BATCH = bit(KnownField.POST) | bit(KnownField.PATCH);
  private static final int NULLABLE = IDENTITY | BATCH;
  private static final int NONE = -1;

  private final DecodeLimits limits;
  private final JsonScanner scanner;

  /** Fields of the objects at the top: of runs, envelopes and batch bodies. */
  private final FieldSlices outer = new FieldSlices();

  /** Fields of the runs inside envelopes and batch bodies. */
  private final FieldSlices inner = new FieldSlices();

  private final List<ScannedRun> runs = new ArrayList<>();

  // Of the object at the top that is being scanned.
  private int seen;
  private int arrays;
  private int operationField;
  private int duplicateOutsideRuns;
  private @Nullable ScannedRun enveloped;

  /** How many objects with a duplicate key have been judged. */
  private int judged;

  RecordScan(DecodeLimits limits) {
    this.limits = limits;
    this.scanner = JsonScanner.ofUniqueKeys(limits.json());
  }

  /**
   * The events of the value, at least one.
   *
   * @throws MalformedJsonException when the value is not well formed, or beyond a limit
   * @throws RejectedRunException when it is well formed, but nothing that carries runs
   */
  List<ScannedRun> scan(byte[] value) {
    reset(value);
    switch (scanner.peek()) {
      case '{' -> lines();
      case '[' -> array();
      default -> {
        scanner.skipValue(0);
        scanner.expectEnd();
        throw notARun("neither an object nor an array");
      }
    }
    if (runs.isEmpty()) {
      throw notARun("no run in it");
    }
    return runs;
  }

  /**
   * The value as one run, whatever fields it has: the operation is known from elsewhere.
   *
   * @throws MalformedJsonException when the value is not well formed, or beyond a limit
   */
  List<ScannedRun> scanRun(byte[] value, Operation operation) {
    reset(value);
    if (scanner.peek() == '{') {
      run(operation);
    } else {
      noObject(operation);
    }
    scanner.expectEnd();
    return runs;
  }

  private void reset(byte[] value) {
    if (value.length > limits.documentBytes()) {
      throw new RejectedRunException(
          RejectionReason.TOO_LARGE,
          "a value of " + value.length + " bytes, the limit is " + limits.documentBytes());
    }
    scanner.reset(value, 0, value.length);
    outer.reset(value);
    inner.reset(value);
    runs.clear();
    judged = 0;
  }

  private void lines() {
    boolean more;
    do {
      object();
      int afterObject = scanner.position();
      more = scanner.peek() == '{' && scanner.lineBreakSince(afterObject);
    } while (more);
    scanner.expectEnd();
  }

  private void array() {
    if (scanner.beginArray()) {
      do {
        if (scanner.peek() == '{') {
          object();
        } else {
          noObject(Operation.CREATE);
        }
      } while (scanner.moreElements());
    }
    scanner.expectEnd();
  }

  private void object() {
    int firstField = outer.size();
    int firstRun = runs.size();
    int start = scanner.position();
    seen = 0;
    arrays = 0;
    duplicateOutsideRuns = NONE;
    enveloped = null;
    int judgedBefore = judged;
    if (scanner.beginObject()) {
      do {
        scanner.nextName();
        field();
      } while (scanner.moreFields());
    }
    if (isRun()) {
      runs.subList(firstRun, runs.size()).clear();
      judged = judgedBefore;
      add(Operation.CREATE, outer, firstField, start);
      return;
    }
    refuseDuplicateOutsideRuns();
    if (isEnvelope()) {
      runs.subList(firstRun, runs.size()).clear();
      addEnveloped();
    } else if ((seen & BATCH) != arrays) {
      throw notARun("post and patch of a batch body must be arrays");
    } else {
      dropStray();
    }
  }

  /** In a batch body a field {@code run} is one like any other: no run, and kept nowhere. */
  private void dropStray() {
    ScannedRun stray = enveloped;
    if (stray == null) {
      return;
    }
    if (stray.flaw() != null) {
      throw stray.flaw();
    }
    runs.remove(stray.index());
    for (int i = stray.index(); i < runs.size(); i++) {
      ScannedRun later = runs.get(i);
      runs.set(i, later.with(i, later.operation(), later.flaw()));
    }
  }

  private void field() {
    int field = outer.add(scanner);
    KnownField known = KnownField.of(outer, field);
    int next = scanner.peek();
    if (known != null) {
      mark(known, next);
    }
    boolean surelyRun = has(IDENTITY);
    if (known == KnownField.RUN && next == '{' && !has(ID)) {
      run(null);
      enveloped = runs.get(runs.size() - 1);
    } else if (known == KnownField.POST && next == '[' && !surelyRun) {
      runArray(Operation.CREATE);
    } else if (known == KnownField.PATCH && next == '[' && !surelyRun) {
      runArray(Operation.PATCH);
    } else {
      scanner.skipValue(1);
      duplicateOutsideRuns = Math.max(duplicateOutsideRuns, judgeDuplicate());
    }
    outer.close(field, scanner);
    if (known == KnownField.OPERATION) {
      operationField = field;
    }
  }

  /** When the object has ended: its own keys are judged then. */
  private void refuseDuplicateOutsideRuns() {
    int duplicate = Math.max(duplicateOutsideRuns, judgeDuplicate());
    if (duplicate != NONE) {
      throw duplicateKey(duplicate);
    }
  }

  /** Where a key stands twice in what was scanned since the last call, {@link #NONE} if none. */
  private int judgeDuplicate() {
    int known = judged;
    judged = scanner.objectsWithDuplicates();
    return judged > known ? scanner.lastDuplicate() : NONE;
  }

  private void mark(KnownField known, int next) {
    int bit = bit(known);
    if (next == 'n' && (bit & NULLABLE) != 0) {
      return;
    }
    seen |= bit;
    if (next == '[' && (bit & BATCH) != 0) {
      arrays |= bit;
    }
  }

  private void runArray(Operation operation) {
    if (scanner.beginArray()) {
      do {
        if (scanner.peek() == '{') {
          run(operation);
        } else {
          noObject(operation);
        }
      } while (scanner.moreElements());
    }
  }

  private void run(@Nullable Operation operation) {
    int first = inner.size();
    int start = scanner.position();
    inner.readObject(scanner);
    add(operation, inner, first, start);
  }

  private void noObject(Operation operation) {
    int start = scanner.position();
    scanner.skipValue(0);
    add(operation, inner, inner.size(), start);
    ScannedRun added = runs.remove(runs.size() - 1);
    runs.add(added.with(added.index(), operation, notARun("not an object")));
  }

  private void add(@Nullable Operation operation, FieldSlices fields, int first, int start) {
    if (runs.size() >= limits.events()) {
      throw new RejectedRunException(
          RejectionReason.TOO_MANY_EVENTS, "more than " + limits.events() + " events in it");
    }
    int count = fields.size() - first;
    Slice slice = new Slice(scanner.bytes(), start, scanner.position() - start);
    boolean lineBreak = scanner.lineBreakSince(start);
    int duplicate = judgeDuplicate();
    RejectedRunException flaw = duplicate == NONE ? null : duplicateKey(duplicate);
    runs.add(new ScannedRun(runs.size(), operation, fields, first, count, slice, lineBreak, flaw));
  }

  private void addEnveloped() {
    ScannedRun run = enveloped;
    if (run == null) {
      throw notARun("the run of an envelope must be an object");
    }
    Operation operation = operation(outer.value(operationField));
    RejectedRunException flaw =
        operation == null ? notARun("operation: wanted post, patch or complete") : run.flaw();
    runs.add(run.with(runs.size(), operation, flaw));
  }

  private static @Nullable Operation operation(Slice value) {
    return switch (value.length() > 16 ? "" : value.toString()) {
      case "\"post\"" -> Operation.CREATE;
      case "\"patch\"" -> Operation.PATCH;
      case "\"complete\"" -> Operation.COMPLETE;
      default -> null;
    };
  }

  private boolean isRun() {
    return has(ID) || !isEnvelope() && (has(IDENTITY) || arrays == 0);
  }

  private boolean isEnvelope() {
    return (seen & ENVELOPE) == ENVELOPE && (enveloped != null || !has(IDENTITY));
  }

  /** Whether the object has one of these fields. */
  private boolean has(int fields) {
    return (seen & fields) != 0;
  }

  private static int bit(KnownField field) {
    return 1 << field.ordinal();
  }

  private static RejectedRunException duplicateKey(int position) {
    return new RejectedRunException(
        RejectionReason.DUPLICATE_KEY,
        "a key that stands twice in one object, at byte " + position);
  }

  private static RejectedRunException notARun(String message) {
    return new RejectedRunException(RejectionReason.NOT_A_RUN, message);
  }
}
