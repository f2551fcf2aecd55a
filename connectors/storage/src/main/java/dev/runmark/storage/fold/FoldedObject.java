package dev.runmark.storage.fold;

import dev.runmark.storage.json.FieldSlices;
import dev.runmark.storage.json.JsonLimits;
import dev.runmark.storage.json.JsonScanner;
import dev.runmark.storage.json.Slice;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Objects folded field by field, as {@link MergeRule} says. */
final class FoldedObject {

  private static final Set<String> ATTACHMENTS = Set.of("input_attachments", "output_attachments");

  private final Set<String> mergedByName;
  private final JsonScanner scanner = new JsonScanner(JsonLimits.STORED);
  private final FieldSlices fields = new FieldSlices();
  private final Map<String, FoldedField> folded = new LinkedHashMap<>();
  private final Slice head;
  private final Slice tail;

  private FoldedObject(List<Slice> objects, Set<String> mergedByName) {
    this.mergedByName = mergedByName;
    Slice first = objects.get(0);
    read(first);
    this.head = new Slice(first.bytes(), first.offset(), contentStart(first) - first.offset());
    int tailStart = fields.size() == 0 ? head.end() : fields.valueEnd(fields.size() - 1);
    this.tail = new Slice(first.bytes(), tailStart, first.end() - tailStart);
    fold(first);
    for (Slice later : objects.subList(1, objects.size())) {
      read(later);
      fold(later);
    }
  }

  static FoldedObject ofRuns(List<Slice> runs) {
    return new FoldedObject(runs, ATTACHMENTS);
  }

  static FoldedObject ofAttachments(List<Slice> attachments) {
    return new FoldedObject(attachments, Set.of());
  }

  Slice toSlice() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(tail.end() - head.offset() + 256);
    write(out, head);
    boolean follows = false;
    for (FoldedField field : folded.values()) {
      if (follows && field.first()) {
        out.write(',');
      }
      follows = true;
      write(out, field.lead());
      write(out, field.value());
    }
    write(out, tail);
    return Slice.of(out.toByteArray());
  }

  private void read(Slice object) {
    scanner.reset(object.bytes(), object.offset(), object.length());
    fields.reset(object.bytes());
    fields.readObject(scanner);
    scanner.expectEnd();
    fields.refuseDuplicates(0, fields.size());
  }

  private void fold(Slice object) {
    int leadStart = contentStart(object);
    for (int i = 0; i < fields.size(); i++) {
      String key = fields.name(i).hashKey();
      Slice value = fields.value(i);
      FoldedField field = folded.get(key);
      if (field == null) {
        Slice lead = new Slice(object.bytes(), leadStart, value.offset() - leadStart);
        folded.put(key, new FoldedField(lead, i == 0, value, mergedByName.contains(key)));
      } else {
        field.then(value);
      }
      leadStart = value.end();
    }
  }

  /** Behind the brace that opens the object. */
  private static int contentStart(Slice object) {
    int position = object.offset();
    while (object.bytes()[position] != '{') {
      position++;
    }
    return position + 1;
  }

  private static void write(ByteArrayOutputStream out, Slice slice) {
    out.write(slice.bytes(), slice.offset(), slice.length());
  }
}
