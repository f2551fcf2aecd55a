package dev.runmark.storage.fold;

import dev.runmark.storage.json.Slice;
import java.util.ArrayList;
import java.util.List;

/** One field while objects are folded. */
final class FoldedField {

  private final Slice lead;
  private final boolean first;
  private final boolean mergedByName;
  private final List<Slice> objects = new ArrayList<>(0);
  private Slice last;

  /**
   * @param lead what stands before the value: from the end of the value before it, or from the
   *     object's brace
   * @param first whether the field is the first one of the object where it appears first, so that
   *     its lead has no comma
   */
  FoldedField(Slice lead, boolean first, Slice value, boolean mergedByName) {
    this.lead = lead;
    this.first = first;
    this.mergedByName = mergedByName;
    this.last = value;
    then(value);
  }

  void then(Slice value) {
    byte begin = value.bytes()[value.offset()];
    if (begin == 'n') {
      return;
    }
    last = value;
    if (mergedByName && begin == '{') {
      objects.add(value);
    }
  }

  Slice lead() {
    return lead;
  }

  boolean first() {
    return first;
  }

  Slice value() {
    return switch (objects.size()) {
      case 0 -> last;
      case 1 -> objects.get(0);
      default -> FoldedObject.ofAttachments(objects).toSlice();
    };
  }
}
