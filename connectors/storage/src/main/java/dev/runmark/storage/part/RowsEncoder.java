package dev.runmark.storage.part;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the rows of one open part as the bytes of its rows object.
 *
 * <p>Lines and frames go to sections of their own, each in order: a row needs its frame's range,
 * known only when the frame ends, no sooner than it is read back. Made per part, used by one
 * thread; it keeps bytes, and no object per row.
 */
public final class RowsEncoder {

  private final GrowingBytes strings = new GrowingBytes(1024);
  private final GrowingBytes sources = new GrowingBytes(256);
  private final GrowingBytes frames = new GrowingBytes(4096);
  private final GrowingBytes rows = new GrowingBytes(64 * 1024);
  private final Map<String, Integer> stringNumbers = new HashMap<>();
  private final Map<SourcePartition, Integer> sourceNumbers = new HashMap<>();
  private final RowNames names = new RowNames();
  private @Nullable SourcePartition lastSource;
  private int lastSourceNumber;
  private int lines;
  private int framedLines;
  private long framedBytes;

  /** Adds the row of the next line; the frame that holds it follows by {@link #frameEnded}. */
  public void add(RunLine line, int checksum) {
    int tenant = number(line.key().tenant());
    int source = number(line.source());
    names.add(line.key().tenant(), line.listing().project(), line.source());
    rows.putUuid(line.key().run());
    rows.putUuid(line.trace());
    rows.putUnsigned(source);
    rows.putUnsigned(tenant);
    rows.putUnsigned(flags(line.span()) | flags(line.listing()));
    put(line.span());
    rows.putUnsigned(line.length());
    rows.putInt(checksum);
    put(line.listing());
    lines++;
  }

  /** The next frame of the part: its length in the part, and how many of the rows it holds. */
  public void frameEnded(long length, int lineCount) {
    frames.putUnsigned(length);
    frames.putUnsigned(lineCount);
    framedBytes += length;
    framedLines += lineCount;
  }

  public int lines() {
    return lines;
  }

  /** How many bytes the rows object has so far. */
  public int size() {
    return RowsFormat.HEADER
        + strings.size()
        + sources.size()
        + frames.size()
        + rows.size()
        + RowsFormat.TRAILER;
  }

  /**
   * The rows object of a part that has all its frames.
   *
   * @param partChecksum CRC-32C of all stored bytes of the part
   */
  public RowsObject seal(PartId part, Compression compression, int partChecksum) {
    if (framedLines != lines) {
      throw new IllegalStateException(
          "seal rows of part "
              + part
              + ": "
              + framedLines
              + " of "
              + lines
              + " lines have a frame");
    }
    GrowingBytes out = new GrowingBytes(size());
    out.putInt(RowsFormat.MAGIC);
    out.putByte(RowsFormat.VERSION);
    out.putByte(compression.code());
    out.putUuid(part.uuid());
    out.putInt(partChecksum);
    out.putLong(framedBytes);
    out.putInt(lines);
    out.putInt(strings.size());
    out.putInt(sources.size());
    out.putInt(frames.size());
    out.putInt(rows.size());
    out.putAll(strings);
    out.putAll(sources);
    out.putAll(frames);
    out.putAll(rows);
    CRC32C checksum = new CRC32C();
    out.addTo(checksum);
    out.putInt((int) checksum.getValue());
    return RowsObject.sealed(out.toArray(), names);
  }

  private static int flags(EventSpan span) {
    return (span.created() ? RowsFormat.CREATED : 0)
        | (span.lo() == 0 ? RowsFormat.FROM_ZERO : 0)
        | (span.lo() == span.hi() ? RowsFormat.ONE_EVENT : 0);
  }

  private static int flags(Listing listing) {
    return flag(listing.project(), RowsFormat.PROJECT)
        | flag(listing.parent(), RowsFormat.PARENT)
        | flag(listing.name(), RowsFormat.NAME)
        | flag(listing.runType(), RowsFormat.RUN_TYPE)
        | flag(listing.status(), RowsFormat.STATUS)
        | flag(listing.startTime(), RowsFormat.START_TIME)
        | flag(listing.endTime(), RowsFormat.END_TIME);
  }

  private static int flag(@Nullable Object value, int flag) {
    return value == null ? 0 : flag;
  }

  private void put(EventSpan span) {
    rows.putUnsigned(span.hi());
    if (span.lo() != 0 && span.lo() != span.hi()) {
      rows.putUnsigned(span.hi() - span.lo());
    }
  }

  private void put(Listing listing) {
    putNumber(listing.project());
    UUID parent = listing.parent();
    if (parent != null) {
      rows.putUuid(parent);
    }
    putNumber(listing.name());
    putNumber(listing.runType());
    RunStatus status = listing.status();
    if (status != null) {
      rows.putByte(status.code());
    }
    long start = putTime(listing.startTime(), 0);
    putTime(listing.endTime(), start);
  }

  private void putNumber(@Nullable String value) {
    if (value != null) {
      rows.putUnsigned(number(value));
    }
  }

  /** Runs are short: an end as the distance from its start takes three bytes, not eight. */
  private long putTime(@Nullable Instant time, long base) {
    if (time == null) {
      return 0;
    }
    long micros = RowsFormat.micros(time);
    rows.putSigned(micros - base);
    return micros;
  }

  private int number(String value) {
    Integer known = stringNumbers.putIfAbsent(value, stringNumbers.size());
    if (known != null) {
      return known;
    }
    strings.putText(value);
    return stringNumbers.size() - 1;
  }

  private int number(SourcePartition source) {
    // A subtask reads few partitions, in runs of records: mostly it is the one before.
    if (source == lastSource) {
      return lastSourceNumber;
    }
    Integer known = sourceNumbers.get(source);
    if (known == null) {
      known = sourceNumbers.size();
      sourceNumbers.put(source, known);
      sources.putUuid(source.topicId());
      sources.putUnsigned(number(source.topic()));
      sources.putUnsigned(source.partition());
    }
    lastSource = source;
    lastSourceNumber = known;
    return known;
  }
}
