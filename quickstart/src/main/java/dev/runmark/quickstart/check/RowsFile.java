package dev.runmark.quickstart.check;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * A part's rows object, version 1, read by its documented layout.
 *
 * @param framed how many bytes of the part the frames fill, one after the other
 * @param framedLines how many lines the frames hold
 * @param lines the rows, in order: which line it is, and its place as the frames and the lengths of
 *     the lines before it give it
 */
record RowsFile(
    UUID part,
    int compression,
    int partChecksum,
    long partLength,
    long framed,
    long framedLines,
    List<Row> lines) {

  private static final int MAGIC = 0x524d524f;
  private static final int FROM_ZERO = 1 << 1;
  private static final int ONE_EVENT = 1 << 2;
  private static final int PROJECT = 1 << 3;
  private static final int PARENT = 1 << 4;
  private static final int NAME = 1 << 5;
  private static final int RUN_TYPE = 1 << 6;
  private static final int STATUS = 1 << 7;
  private static final int START_TIME = 1 << 8;
  private static final int END_TIME = 1 << 9;
  private static final int SECTIONS = 4;

  /** One row. */
  record Row(LineId id, Place place) {}

  private record Source(UUID topicId, int partition) {}

  /** Goes through the frames, line by line. */
  private static final class Places {
    private final ByteBuffer frames;
    private long start;
    private long end;
    private long framedLines;
    private long left;
    private int offset;

    Places(ByteBuffer frames) {
      this.frames = frames;
    }

    Place next(long length, int checksum) {
      while (left == 0) {
        nextFrame();
      }
      Place place = new Place(start, end, offset, Math.toIntExact(length), checksum);
      offset = Math.addExact(Math.addExact(offset, place.lineLength()), 1);
      left--;
      return place;
    }

    /** The frames that no line lies in count too. */
    void toTheEnd() {
      while (frames.hasRemaining()) {
        nextFrame();
      }
    }

    private void nextFrame() {
      start = end;
      end += unsigned(frames);
      left = unsigned(frames);
      framedLines += left;
      offset = 0;
    }
  }

  static RowsFile parse(byte[] bytes) throws IOException {
    try {
      return parse(envelope(bytes));
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException e) {
      throw new IOException("its content does not follow the layout: " + e, e);
    }
  }

  /** What stands between the version and the checksum, which must be right. */
  private static ByteBuffer envelope(byte[] bytes) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int covered = bytes.length - Integer.BYTES;
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, Math.max(0, covered));
    if (covered < 5 || in.getInt() != MAGIC || in.get() != 1) {
      throw new IOException("it is no rows object of version 1");
    }
    if (in.getInt(covered) != (int) checksum.getValue()) {
      throw new IOException("its checksum is wrong");
    }
    return in.limit(covered);
  }

  private static RowsFile parse(ByteBuffer in) throws IOException {
    int compression = in.get();
    UUID part = uuid(in);
    int checksum = in.getInt();
    long length = in.getLong();
    int count = in.getInt();
    int[] sizes = new int[SECTIONS];
    for (int i = 0; i < SECTIONS; i++) {
      sizes[i] = in.getInt();
    }
    List<String> strings = strings(section(in, sizes[0]));
    List<Source> sources = sources(section(in, sizes[1]));
    Places places = new Places(section(in, sizes[2]));
    List<Row> lines = lines(section(in, sizes[3]), strings, sources, places);
    if (in.hasRemaining() || lines.size() != count) {
      throw new IOException("it says " + count + " rows and has " + lines.size());
    }
    places.toTheEnd();
    return new RowsFile(part, compression, checksum, length, places.end, places.framedLines, lines);
  }

  private static ByteBuffer section(ByteBuffer in, int size) {
    ByteBuffer section = in.slice(in.position(), size);
    in.position(in.position() + size);
    return section;
  }

  private static List<String> strings(ByteBuffer in) {
    List<String> strings = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] text = new byte[(int) unsigned(in)];
      in.get(text);
      strings.add(new String(text, StandardCharsets.UTF_8));
    }
    return strings;
  }

  private static List<Source> sources(ByteBuffer in) {
    List<Source> sources = new ArrayList<>();
    while (in.hasRemaining()) {
      UUID topicId = uuid(in);
      unsigned(in);
      sources.add(new Source(topicId, (int) unsigned(in)));
    }
    return sources;
  }

  private static List<Row> lines(
      ByteBuffer in, List<String> strings, List<Source> sources, Places places) {
    List<Row> lines = new ArrayList<>();
    while (in.hasRemaining()) {
      UUID run = uuid(in);
      UUID trace = uuid(in);
      Source source = sources.get((int) unsigned(in));
      String tenant = strings.get((int) unsigned(in));
      int flags = (int) unsigned(in);
      long hi = unsigned(in);
      long lo = hi;
      if ((flags & FROM_ZERO) != 0) {
        lo = 0;
      } else if ((flags & ONE_EVENT) == 0) {
        lo = hi - unsigned(in);
      }
      Place place = places.next(unsigned(in), in.getInt());
      skipListing(in, flags);
      LineId id = new LineId(tenant, run, trace, source.topicId, source.partition, lo, hi);
      lines.add(new Row(id, place));
    }
    return lines;
  }

  private static void skipListing(ByteBuffer in, int flags) {
    skipNumber(in, flags & PROJECT);
    if ((flags & PARENT) != 0) {
      uuid(in);
    }
    skipNumber(in, flags & NAME);
    skipNumber(in, flags & RUN_TYPE);
    if ((flags & STATUS) != 0) {
      in.get();
    }
    skipNumber(in, flags & START_TIME);
    skipNumber(in, flags & END_TIME);
  }

  private static void skipNumber(ByteBuffer in, int there) {
    if (there != 0) {
      unsigned(in);
    }
  }

  private static UUID uuid(ByteBuffer in) {
    return new UUID(in.getLong(), in.getLong());
  }

  private static long unsigned(ByteBuffer in) {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      value |= (next & 0x7fL) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }
}
