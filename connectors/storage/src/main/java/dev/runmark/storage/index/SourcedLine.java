package dev.runmark.storage.index;

import dev.runmark.storage.part.EventSpan;
import java.util.UUID;

/** What the cover rule and the reading order ask of a line. */
interface SourcedLine {

  UUID trace();

  /** The number of the line's topic and partition. */
  int source();

  EventSpan span();
}
