package dev.runmark.storage.part;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The offset rows of one part, as the checked bytes of the object that lies beside it.
 *
 * <p>It spells out topics and names, so that the index can be rebuilt from the bucket alone. Rows
 * are decoded one by one while they are iterated over; each pass starts anew. Immutable.
 *
 * <p>Version 1, big endian; {@code v} is an unsigned LEB128 number, {@code s} a zigzag one:
 *
 * <pre>
 * magic "RMRO" 4 · version 1 · compression code 1 · part id 16 · CRC-32C of the part's bytes 4
 * part length 8 · rows 4 · length of each section 4 × 4
 * strings   (v length, UTF-8)…                        numbered from 0
 * sources   (topic id 16, v string of topic, v partition)…  numbered from 0
 * frames    (v length in the part, v lines)…          one after the other they are the part
 * rows      run id 16, trace id 16, v source, v string of tenant, v flags,
 *           v hi, [v hi − lo, unless lo is 0 or hi], v line length, CRC-32C of the line 4,
 *           [v string of project] [parent id 16] [v string of name] [v string of run type]
 *           [status code 1] [s start, µs since 1970] [s end, µs since start, else since 1970]
 * CRC-32C of all the above 4
 * </pre>
 *
 * Flags, from bit 0: created, lo is 0, lo is hi, and one for each bracket of the listing in that
 * order. A line's offset in its decoded frame is the sum of the lines before it, newlines included.
 */
public final class RowsObject implements Iterable<OffsetRow> {

  private final byte[] bytes;
  private final PartId part;
  private final Compression compression;
  private final int partChecksum;
  private final long partLength;
  private final int lines;
  private final List<String> strings;
  private final List<SourcePartition> sources;
  private final ByteBuffer frames;
  private final ByteBuffer rows;
  private final @Nullable RowNames names;

  private RowsObject(byte[] bytes, @Nullable RowNames names) throws CharacterCodingException {
    this.bytes = bytes;
    this.names = names;
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, bytes.length - RowsFormat.TRAILER);
    in.position(Integer.BYTES + 1);
    compression = Compression.ofCode(in.get());
    part = new PartId(RowsFormat.uuid(in));
    partChecksum = in.getInt();
    partLength = in.getLong();
    lines = in.getInt();
    int[] lengths = {in.getInt(), in.getInt(), in.getInt(), in.getInt()};
    strings = strings(section(in, lengths[0]));
    sources = sources(section(in, lengths[1]), strings);
    frames = section(in, lengths[2]);
    rows = section(in, lengths[3]);
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes after the last section");
    }
  }

  /** What the encoder has just made. */
  static RowsObject sealed(byte[] bytes, RowNames names) {
    try {
      return new RowsObject(bytes, names);
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("the encoder wrote what is not UTF-8", e);
    }
  }

  /**
   * The rows in these bytes, which must not be changed any more.
   *
   * @throws IOException when they are no rows object, of an unknown version, or damaged
   */
  public static RowsObject decode(byte[] bytes) throws IOException {
    checkEnvelope(bytes);
    try {
      RowsObject rows = new RowsObject(bytes, null);
      rows.checkFrames();
      return rows;
    } catch (IllegalArgumentException
        | ArithmeticException
        | IndexOutOfBoundsException
        | BufferUnderflowException
        | CharacterCodingException e) {
      throw new IOException("decode rows object: its CRC is right, its content is not: " + e, e);
    }
  }

  private static void checkEnvelope(byte[] bytes) throws IOException {
    if (bytes.length < RowsFormat.HEADER + RowsFormat.TRAILER) {
      throw new IOException("decode rows object: only " + bytes.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getInt() != RowsFormat.MAGIC) {
      throw new IOException("decode rows object: it does not begin with RMRO");
    }
    int version = in.get();
    if (version != RowsFormat.VERSION) {
      throw new IOException(
          String.format(
              "decode rows object: version %d, this program knows %d",
              version, RowsFormat.VERSION));
    }
    int covered = bytes.length - RowsFormat.TRAILER;
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, covered);
    if ((int) checksum.getValue() != in.getInt(covered)) {
      throw new IOException(
          String.format(
              "decode rows object: CRC-32C of its %d bytes is %08x, it says %08x",
              bytes.length, (int) checksum.getValue(), in.getInt(covered)));
    }
  }

  public PartId part() {
    return part;
  }

  /** What the rows name; known without a pass over them where they were just made. */
  public RowNames names() {
    return names == null ? RowNames.read(this) : names;
  }

  /** How many rows there are. */
  public int lines() {
    return lines;
  }

  /** Length in bytes. */
  public int length() {
    return bytes.length;
  }

  /** The object's content; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** The part whose rows these are, in full, when it lies there. */
  public SealedPart sealedAt(PartLocation location) {
    return new SealedPart(
        location, part, compression, partLength, lines, partChecksum, bytes.length);
  }

  @Override
  public Iterator<OffsetRow> iterator() {
    return new RowsCursor(strings, sources, frames.duplicate(), rows.duplicate(), lines);
  }

  private static ByteBuffer section(ByteBuffer in, int length) {
    ByteBuffer section = in.slice(in.position(), length);
    in.position(in.position() + length);
    return section;
  }

  private static List<String> strings(ByteBuffer in) throws CharacterCodingException {
    List<String> strings = new ArrayList<>();
    while (in.hasRemaining()) {
      strings.add(RowsFormat.text(in));
    }
    return strings;
  }

  private static List<SourcePartition> sources(ByteBuffer in, List<String> strings) {
    List<SourcePartition> sources = new ArrayList<>();
    while (in.hasRemaining()) {
      sources.add(
          new SourcePartition(
              RowsFormat.uuid(in),
              strings.get(RowsFormat.unsignedInt(in)),
              RowsFormat.unsignedInt(in)));
    }
    return sources;
  }

  private void checkFrames() {
    ByteBuffer in = frames.duplicate();
    long framedBytes = 0;
    long framedLines = 0;
    while (in.hasRemaining()) {
      framedBytes = Math.addExact(framedBytes, RowsFormat.unsigned(in));
      framedLines = Math.addExact(framedLines, RowsFormat.unsigned(in));
    }
    if (framedBytes != partLength || framedLines != lines || lines <= 0) {
      throw new IllegalArgumentException(
          "part of "
              + partLength
              + " bytes, "
              + lines
              + " lines; its frames have "
              + framedBytes
              + " bytes, "
              + framedLines
              + " lines");
    }
  }
}
