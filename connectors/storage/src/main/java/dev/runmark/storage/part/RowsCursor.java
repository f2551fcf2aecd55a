package dev.runmark.storage.part;

import dev.runmark.storage.objects.ByteRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;

/** One pass over the rows of a rows object, in the order of the lines. */
final class RowsCursor implements Iterator<OffsetRow> {

  private final List<String> strings;
  private final List<SourcePartition> sources;
  private final ByteBuffer frames;
  private final ByteBuffer rows;
  private final int lines;
  private int done;
  private ByteRange frame = new ByteRange(0, 1);
  private long frameEnd;
  private long linesLeft;
  private int offset;

  RowsCursor(
      List<String> strings,
      List<SourcePartition> sources,
      ByteBuffer frames,
      ByteBuffer rows,
      int lines) {
    this.strings = strings;
    this.sources = sources;
    this.frames = frames;
    this.rows = rows;
    this.lines = lines;
  }

  @Override
  public boolean hasNext() {
    return done < lines;
  }

  @Override
  public OffsetRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException("row " + done + " of " + lines);
    }
    try {
      OffsetRow row = row();
      done++;
      if (!hasNext() && rows.hasRemaining()) {
        throw new IllegalArgumentException(rows.remaining() + " bytes after the last row");
      }
      return row;
    } catch (IllegalArgumentException
        | ArithmeticException
        | IndexOutOfBoundsException
        | BufferUnderflowException e) {
      // Only a program that made bytes with a right checksum and wrong content gets here.
      throw new UncheckedIOException(
          new IOException("decode row " + done + " of " + lines + ": " + e, e));
    }
  }

  private OffsetRow row() {
    UUID run = RowsFormat.uuid(rows);
    UUID trace = RowsFormat.uuid(rows);
    SourcePartition source = sources.get(RowsFormat.unsignedInt(rows));
    String tenant = string();
    int flags = RowsFormat.unsignedInt(rows);
    EventSpan span = span(flags);
    LinePlace place = place();
    Listing listing = listing(flags);
    return new OffsetRow(new RunKey(tenant, run), trace, source, span, place, listing);
  }

  private EventSpan span(int flags) {
    long hi = RowsFormat.unsigned(rows);
    long lo;
    if ((flags & RowsFormat.FROM_ZERO) != 0) {
      lo = 0;
    } else if ((flags & RowsFormat.ONE_EVENT) != 0) {
      lo = hi;
    } else {
      lo = Math.subtractExact(hi, RowsFormat.unsigned(rows));
    }
    return new EventSpan(lo, hi, (flags & RowsFormat.CREATED) != 0);
  }

  private LinePlace place() {
    if (linesLeft == 0) {
      frame = ByteRange.ofLength(frameEnd, RowsFormat.unsigned(frames));
      frameEnd = frame.end();
      linesLeft = RowsFormat.unsigned(frames);
      offset = 0;
    }
    int length = RowsFormat.unsignedInt(rows);
    LinePlace place = new LinePlace(frame, offset, length, rows.getInt());
    offset = Math.addExact(offset, length) + 1;
    linesLeft--;
    return place;
  }

  private Listing listing(int flags) {
    String project = has(flags, RowsFormat.PROJECT) ? string() : null;
    UUID parent = has(flags, RowsFormat.PARENT) ? RowsFormat.uuid(rows) : null;
    String name = has(flags, RowsFormat.NAME) ? string() : null;
    String runType = has(flags, RowsFormat.RUN_TYPE) ? string() : null;
    RunStatus status = has(flags, RowsFormat.STATUS) ? RunStatus.ofCode(rows.get()) : null;
    long start = has(flags, RowsFormat.START_TIME) ? RowsFormat.signed(rows) : 0;
    Instant startTime = has(flags, RowsFormat.START_TIME) ? RowsFormat.time(start) : null;
    Instant endTime =
        has(flags, RowsFormat.END_TIME) ? RowsFormat.time(start + RowsFormat.signed(rows)) : null;
    return new Listing(project, parent, name, runType, status, startTime, endTime);
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }

  private String string() {
    return strings.get(RowsFormat.unsignedInt(rows));
  }
}
