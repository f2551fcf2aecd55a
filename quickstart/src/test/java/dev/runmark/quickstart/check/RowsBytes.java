package dev.runmark.quickstart.check;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.UUID;
import java.util.zip.CRC32C;

/** Writes a rows object by hand. */
final class RowsBytes {

  private final Section frames = new Section();
  private final Section rows = new Section();
  private int lines;

  /** One section of the object. */
  static final class Section {

    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final DataOutputStream out = new DataOutputStream(bytes);

    Section number(long value) throws IOException {
      long left = value;
      while (left > 0x7f) {
        out.write((int) (left & 0x7f | 0x80));
        left >>>= 7;
      }
      out.write((int) left);
      return this;
    }

    Section id(UUID id) throws IOException {
      out.writeLong(id.getMostSignificantBits());
      out.writeLong(id.getLeastSignificantBits());
      return this;
    }

    Section text(String ascii) throws IOException {
      number(ascii.length()).out.writeBytes(ascii);
      return this;
    }
  }

  void frame(int length, int lineCount) throws IOException {
    frames.number(length).number(lineCount);
  }

  /** A line with a name, a status and a start time, of the first source and tenant. */
  void line(LineId id, boolean created, int length, int checksum) throws IOException {
    boolean one = id.lo() == id.hi();
    int flags =
        (created ? 1 : 0) | (id.lo() == 0 ? 2 : 0) | (one ? 4 : 0) | 1 << 5 | 1 << 7 | 1 << 8;
    rows.id(id.run()).id(id.trace()).number(0).number(0).number(flags).number(id.hi());
    if (!one && id.lo() != 0) {
      rows.number(id.hi() - id.lo());
    }
    rows.number(length).out.writeInt(checksum);
    rows.number(2).out.writeByte(1);
    rows.number(123_456_789L);
    lines++;
  }

  byte[] seal(UUID part, int compression, byte[] object, UUID topicId) throws IOException {
    Section strings = new Section().text("default").text("runs").text("a name");
    Section sources = new Section().id(topicId).number(1).number(0);
    Section all = new Section();
    all.out.writeBytes("RMRO");
    all.out.write(1);
    all.out.write(compression);
    all.id(part).out.writeInt(crc(object));
    all.out.writeLong(object.length);
    all.out.writeInt(lines);
    Section[] sections = {strings, sources, frames, rows};
    for (Section section : sections) {
      all.out.writeInt(section.bytes.size());
    }
    for (Section section : sections) {
      section.bytes.writeTo(all.out);
    }
    int checksum = crc(all.bytes.toByteArray());
    all.out.writeInt(checksum);
    return all.bytes.toByteArray();
  }

  static int crc(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, bytes.length);
    return (int) checksum.getValue();
  }
}
