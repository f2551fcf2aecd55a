package dev.runmark.quickstart.check;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.UUID;

/** One line of a run, read back. */
record Piece(VisibleLine line, RunFields fields) {

  void write(DataOutputStream out) throws IOException {
    line.write(out);
    fields.write(out);
  }

  static Piece read(UUID run, DataInputStream in) throws IOException {
    return new Piece(VisibleLine.read(run, in), RunFields.read(run, in));
  }
}
