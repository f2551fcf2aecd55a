package dev.runmark.quickstart.check;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * B1 and B2: each line of a part, fetched by its range and taken by its place. Ranges that lie
 * close to each other are fetched by one GET.
 */
final class LineAudit {

  private static final long LARGEST_GET = 8L << 20;
  private static final long LARGEST_GAP = 64L << 10;

  private final Bucket bucket;
  private final Evidence evidence;
  private final Findings findings;
  private final RunParser parser = new RunParser();

  LineAudit(Bucket bucket, Evidence evidence, Findings findings) {
    this.bucket = bucket;
    this.evidence = evidence;
    this.findings = findings;
  }

  /**
   * Audits the lines of a part.
   *
   * @param lines in order of their start
   */
  void audit(CommittedPart part, List<VisibleLine> lines) throws IOException {
    int from = 0;
    while (from < lines.size()) {
      long start = lines.get(from).start();
      long end = lines.get(from).end();
      int to = from + 1;
      while (to < lines.size()
          && lines.get(to).end() - start <= LARGEST_GET
          && lines.get(to).start() - end <= LARGEST_GAP) {
        end = Math.max(end, lines.get(to).end());
        to++;
      }
      // The byte before shows whether a range begins where a line does.
      long before = Math.max(0, start - 1);
      auditTogether(part, lines.subList(from, to), before, end);
      from = to;
    }
  }

  private void auditTogether(CommittedPart part, List<VisibleLine> lines, long start, long end)
      throws IOException {
    byte[] bytes;
    try {
      if (start >= end || end > part.length()) {
        throw new IOException("[" + start + ", " + end + ") of " + part.length() + " bytes");
      }
      bytes = bucket.range(part, start, end);
    } catch (IOException e) {
      unreadable(Invariant.B1, lines, String.valueOf(e.getMessage()));
      return;
    }
    int from = 0;
    while (from < lines.size()) {
      VisibleLine first = lines.get(from);
      int to = from + 1;
      while (to < lines.size()
          && lines.get(to).start() == first.start()
          && lines.get(to).end() == first.end()) {
        to++;
      }
      auditFrame(part, lines.subList(from, to), bytes, (int) (first.start() - start));
      from = to;
    }
  }

  private void auditFrame(CommittedPart part, List<VisibleLine> lines, byte[] bytes, int at)
      throws IOException {
    int length = (int) (lines.get(0).end() - lines.get(0).start());
    byte[] decoded;
    try {
      if (length <= 0) {
        throw new IOException("the range has " + length + " bytes");
      }
      if (part.compression() == 0 && at > 0 && bytes[at - 1] != '\n') {
        throw new IOException("the byte before the range is no newline");
      }
      decoded = Frame.decode(Arrays.copyOfRange(bytes, at, at + length), part.compression());
    } catch (IOException e) {
      unreadable(Invariant.B2, lines, String.valueOf(e.getMessage()));
      return;
    }
    for (VisibleLine line : lines) {
      auditLine(line, decoded);
    }
  }

  private void auditLine(VisibleLine line, byte[] decoded) throws IOException {
    findings.checked(Invariant.B1, 1);
    findings.checked(Invariant.B2, 1);
    // In 64 bits, so that no sum of two columns wraps around into the frame.
    long end = (long) line.lineOffset() + line.lineLength();
    if (line.lineOffset() < 0 || line.lineLength() <= 0 || end >= decoded.length) {
      broken(Invariant.B2, line, "its place is outside the frame of " + decoded.length + " bytes");
      return;
    }
    CRC32C checksum = new CRC32C();
    checksum.update(decoded, line.lineOffset(), line.lineLength());
    if ((int) checksum.getValue() != line.checksum()) {
      broken(
          Invariant.B1,
          line,
          String.format("CRC %08x, the row says %08x", checksum.getValue(), line.checksum()));
      return;
    }
    if (line.lineOffset() > 0 && decoded[line.lineOffset() - 1] != '\n'
        || decoded[(int) end] != '\n') {
      broken(Invariant.B2, line, "its place is not one line");
      return;
    }
    content(line, decoded);
  }

  private void content(VisibleLine line, byte[] decoded) throws IOException {
    RunFields fields;
    try {
      fields = parser.parse(decoded, line.lineOffset(), line.lineLength());
    } catch (IOException e) {
      broken(Invariant.B2, line, String.valueOf(e.getMessage()));
      return;
    }
    if (fields.run().equals(line.id().run())) {
      evidence.piece(new Piece(line, fields));
    } else {
      broken(Invariant.B2, line, "there lies run " + fields.run());
    }
  }

  private void unreadable(Invariant invariant, List<VisibleLine> lines, String why) {
    findings.checked(invariant, lines.size());
    lines.forEach(line -> broken(invariant, line, why));
  }

  private void broken(Invariant invariant, VisibleLine line, String why) {
    findings.violation(invariant, line + ": " + why);
  }
}
