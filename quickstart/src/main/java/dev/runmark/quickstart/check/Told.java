package dev.runmark.quickstart.check;

import java.io.IOException;
import java.util.Objects;
import java.util.UUID;

/**
 * What a line says, or an event by itself.
 *
 * @param source the index's number of where it comes from
 * @param lo 0 for a complete run
 * @param created whether it begins its run
 * @param listed what the run is to be listed by, as far as this tells
 */
record Told(
    int source, UUID trace, long lo, long hi, boolean created, RunFields fields, Listed listed) {

  static Told of(Piece piece) throws IOException {
    LineId id = piece.line().id();
    boolean created = piece.line().created();
    return new Told(
        piece.line().source(),
        id.trace(),
        id.lo(),
        id.hi(),
        created,
        piece.fields(),
        Listed.of(piece.fields(), created));
  }

  static Told of(SentEvent event, int source) throws IOException {
    RunFields fields = Objects.requireNonNull(event.fields());
    return new Told(
        source,
        Objects.requireNonNull(event.trace()),
        event.complete() ? 0 : event.position(),
        event.position(),
        event.created(),
        fields,
        Listed.of(fields, event.created()).of(event.timestamp()));
  }

  /** Both as one line, this one first. */
  Told then(Told later) {
    return later.lo == 0
        ? later
        : new Told(
            source,
            trace,
            lo,
            later.hi,
            created || later.created,
            fields.then(later.fields),
            listed.then(later.listed));
  }
}
