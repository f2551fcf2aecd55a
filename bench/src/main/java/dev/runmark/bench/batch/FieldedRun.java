package dev.runmark.bench.batch;

import dev.runmark.bench.load.KnownRun;
import dev.runmark.storage.part.RunLine;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * A run with the places of its three large fields in its document.
 *
 * @param trace it belongs to
 * @param line what the job's decoder makes of it
 * @param fields inputs, outputs and metadata, in this order
 */
record FieldedRun(KnownRun run, UUID trace, RunLine line, List<Piece> fields) {

  static final String NAME = "ChatOpenAI";

  /** Bytes {@code [start, end)} of a document or an object. */
  record Piece(int start, int end) {

    int length() {
      return end - start;
    }
  }

  FieldedRun {
    fields = List.copyOf(fields);
  }

  UUID id() {
    return run.id();
  }

  byte[] document() {
    return run.document();
  }

  /**
   * Looks whether what was read is the run: its document, or its three fields.
   *
   * @throws IllegalStateException when it is anything else
   */
  void require(String way, List<byte[]> read) {
    boolean same =
        read.size() == 1
            ? Arrays.equals(read.get(0), document())
            : read.size() == fields.size() && sameFields(read);
    if (!same) {
      throw new IllegalStateException(
          way + ": run " + id() + " came back as other bytes, in " + read.size() + " pieces");
    }
  }

  private boolean sameFields(List<byte[]> read) {
    for (int i = 0; i < fields.size(); i++) {
      Piece field = fields.get(i);
      byte[] one = read.get(i);
      if (!Arrays.equals(one, 0, one.length, document(), field.start, field.end)) {
        return false;
      }
    }
    return true;
  }
}
