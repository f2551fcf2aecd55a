package dev.runmark.quickstart.check;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that is known of one run: what was sent, what the index says, what the parts hold. */
final class RunEvidence {

  final UUID run;
  final List<SentEvent> events = new ArrayList<>();
  final List<IndexSnapshot.RunRow> rows = new ArrayList<>(1);

  /** The lines that the index shows. */
  final List<LineId> shown = new ArrayList<>(1);

  /** The lines of the committed parts, by their rows objects. */
  final List<LineId> held = new ArrayList<>(1);

  /** Those of the shown lines that could be read. */
  final List<Piece> pieces = new ArrayList<>(1);

  /** Of a generator's ledger; null without one. */
  @Nullable SentDigest sent;

  /** Whether it has a line that the index cannot show, for its part is unknown. */
  boolean hidden;

  RunEvidence(UUID run) {
    this.run = run;
  }
}
