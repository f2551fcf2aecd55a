package dev.runmark.storage.part;

import dev.runmark.storage.objects.ByteRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** A part and its rows, encoded in memory the way the writer does it. */
public final class EncodedPart implements FrameOutput {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final RowsEncoder rows = new RowsEncoder();

  public static EncodedPart of(List<RunLine> lines, FrameEncoder encoder) throws IOException {
    EncodedPart part = new EncodedPart();
    for (RunLine line : lines) {
      CRC32C checksum = new CRC32C();
      checksum.update(line.bytes(), line.offset(), line.length());
      part.rows.add(line, (int) checksum.getValue());
      encoder.append(line.bytes(), line.offset(), line.length(), part);
    }
    encoder.finish(part);
    return part;
  }

  public byte[] bytes() {
    return bytes.toByteArray();
  }

  byte[] range(ByteRange range) {
    return Arrays.copyOfRange(bytes(), (int) range.start(), (int) range.end());
  }

  public RowsObject rows(PartId id, Compression compression) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes());
    return rows.seal(id, compression, (int) checksum.getValue());
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    bytes.write(source, offset, length);
  }

  @Override
  public void frameEnded(long length, int lines) {
    rows.frameEnded(length, lines);
  }
}
