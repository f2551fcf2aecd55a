package dev.runmark.quickstart.check;

import dev.runmark.quickstart.check.sort.ByKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Gathers in any order what is known of runs, and gives it back run by run.
 *
 * <p>Memory: that of {@link ByKey}, whatever the number of runs.
 */
final class Evidence implements AutoCloseable {

  private final ByKey entries;
  private final Sample sample;
  private boolean incomplete;

  private enum Kind {
    EVENT,
    DIGEST,
    ROW,
    SHOWN,
    HELD,
    PIECE,
    HIDDEN
  }

  /** Receives a run. */
  interface Runs {
    void next(RunEvidence run) throws IOException;
  }

  private interface Content {
    void write(DataOutputStream out) throws IOException;
  }

  Evidence(Path directory, long memory, Sample sample) throws IOException {
    this.entries = new ByKey(directory, memory);
    this.sample = sample;
  }

  /** Whether the run is looked at; of others nothing is kept. */
  boolean takes(UUID run) {
    return sample.takes(run);
  }

  void event(SentEvent event) throws IOException {
    add(event.run(), Kind.EVENT, event::write);
  }

  void digest(UUID run, SentDigest sent) throws IOException {
    add(
        run,
        Kind.DIGEST,
        out -> {
          out.writeInt(sent.events());
          out.writeInt(sent.sha256().length);
          out.write(sent.sha256());
        });
  }

  void row(IndexSnapshot.RunRow row) throws IOException {
    add(
        row.run(),
        Kind.ROW,
        out -> {
          EntryBytes.text(out, row.tenant());
          out.writeInt(row.lines());
        });
  }

  /** A line that the index shows. */
  void shown(LineId line) throws IOException {
    add(line.run(), Kind.SHOWN, line::write);
  }

  /** A line of a committed part, by its rows object. */
  void held(LineId line) throws IOException {
    add(line.run(), Kind.HELD, line::write);
  }

  /** A line that the index shows, read. */
  void piece(Piece piece) throws IOException {
    add(piece.line().id().run(), Kind.PIECE, piece::write);
  }

  /** A run has a line in a part that no ledger row names, which is reported elsewhere. */
  void hidden(UUID run) throws IOException {
    add(run, Kind.HIDDEN, out -> {});
  }

  /**
   * A rows object could not be read, which is reported elsewhere: which lines it has, nobody knows.
   */
  void rowsUnreadable() {
    incomplete = true;
  }

  /** Whether the lines of the parts are not all known. */
  boolean incomplete() {
    return incomplete;
  }

  private void add(UUID run, Kind kind, Content content) throws IOException {
    if (!sample.takes(run)) {
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(kind.ordinal());
    content.write(out);
    entries.add(run, bytes.toByteArray());
  }

  /** Every run once; what was gathered is gone then. */
  void forEach(Runs runs) throws IOException {
    entries.forEach((run, each) -> runs.next(evidence(run, each)));
  }

  private static RunEvidence evidence(UUID run, List<byte[]> entries) throws IOException {
    RunEvidence evidence = new RunEvidence(run);
    for (byte[] entry : entries) {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry));
      switch (Kind.values()[in.readByte()]) {
        case EVENT -> evidence.events.add(SentEvent.read(run, in));
        case DIGEST -> evidence.sent = digest(in);
        case ROW ->
            evidence.rows.add(new IndexSnapshot.RunRow(EntryBytes.text(in), run, in.readInt()));
        case SHOWN -> evidence.shown.add(LineId.read(run, in));
        case HELD -> evidence.held.add(LineId.read(run, in));
        case PIECE -> evidence.pieces.add(Piece.read(run, in));
        case HIDDEN -> evidence.hidden = true;
      }
    }
    evidence.events.sort(SentEvent.IN_ORDER);
    return evidence;
  }

  private static SentDigest digest(DataInputStream in) throws IOException {
    int events = in.readInt();
    byte[] sha256 = new byte[in.readInt()];
    in.readFully(sha256);
    return new SentDigest(events, sha256);
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
