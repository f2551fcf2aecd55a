package dev.runmark.quickstart.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A correct state is clean; each planted corruption is found, under its id and no other. */
class CheckerIT extends CorruptedState {

  /** Looked at by the auditor alone, or by others. */
  private static final Set<Invariant> AUDITORS =
      EnumSet.of(
          Invariant.B5,
          Invariant.C2,
          Invariant.C4,
          Invariant.D,
          Invariant.E3,
          Invariant.F1,
          Invariant.F2,
          Invariant.Z);

  @Test
  void correctStateIsClean() throws Exception {
    deadLetters();
    CheckReport report = check();
    assertThat(report.violated()).as(report.toString()).isEmpty();
    assertThat(report.clean()).isTrue();
    assertThat(report.totals().verified()).isEqualTo(HandMadeState.RUNS);
    assertThat(report.totals().rejected()).isEqualTo(2);
    assertThat(report.totals().parts()).isEqualTo(3);
    assertThat(report.findings())
        .allSatisfy(
            (invariant, finding) ->
                assertThat(finding.checked() > 0)
                    .as(invariant.name())
                    .isEqualTo(!AUDITORS.contains(invariant)));
  }

  @Test
  void deletedRow() throws Exception {
    deadLetters();
    state.execute("DELETE FROM runs" + where(3));
    assertFinds(Invariant.A1, Invariant.A2, Invariant.C3);
  }

  @Test
  void deletedFragment() throws Exception {
    deadLetters();
    state.execute("DELETE FROM fragments" + where(0) + " AND hi = 25600");
    assertFinds(Invariant.A1, Invariant.A2, Invariant.C3);
  }

  @Test
  void phantomRow() throws Exception {
    deadLetters();
    state.execute(
        "INSERT INTO runs SELECT (jsonb_populate_record(r, jsonb_build_object('run', '"
            + HandMadeState.part(9)
            + "'))).* FROM runs r"
            + where(3));
    assertFinds(Invariant.A1, Invariant.B2, Invariant.C3);
  }

  @Test
  void traceOfAnotherRun() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET trace = run" + where(3));
    // The rows object has no line of that trace either.
    assertFinds(Invariant.A1, Invariant.C3);
    assertThat(check().findings().get(Invariant.A1).examples().get(0))
        .isEqualTo(
            "run %1$s: its row says trace %1$s, wanted %2$s"
                .formatted(HandMadeState.run(3), HandMadeState.TRACE));
  }

  @Test
  void rowOfAnotherTenant() throws Exception {
    deadLetters();
    state.execute("INSERT INTO tenants (name) VALUES ('other')");
    state.execute("UPDATE runs SET tenant = 2, project = NULL" + where(3));
    assertFinds(Invariant.A1, Invariant.C3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status = 1",
        "status = 2",
        "project = NULL",
        "parent = NULL",
        "name = 'another'",
        "run_type = 'chain'",
        "start_time = start_time + interval '1 microsecond'",
        "end_time = start_time",
      })
  void columnThatItsContentDoesNotSay(String corruption) throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET " + corruption + where(3));
    assertFinds(Invariant.A1);
  }

  @Test
  void statusOfTheFirstOfTwoLines() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET status = 0" + where(0));
    assertFinds(Invariant.A1);
  }

  @Test
  void rangeOneByteOff() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET start_offset = start_offset + 1" + where(2));
    assertFinds(Invariant.B2, Invariant.B4);
  }

  @Test
  void placeInTheFrameOneByteOff() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET line_offset = line_offset - 1" + where(9));
    assertFinds(Invariant.B1, Invariant.B4);
  }

  @Test
  void placeBehindTheLargestNumber() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET line_offset = " + Integer.MAX_VALUE + where(9));
    assertFinds(Invariant.B2, Invariant.B4);
  }

  @Test
  void rangeOfTwoFrames() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET length = length + 1" + where(8));
    assertFinds(Invariant.B2, Invariant.B4);
  }

  @Test
  void rangeBeyondTheObject() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET start_offset = 100000" + where(8));
    assertFinds(Invariant.B1, Invariant.B4);
  }

  @Test
  void swappedRanges() throws Exception {
    deadLetters();
    state.execute(
        """
        UPDATE runs r SET start_offset = o.start_offset, length = o.length,
          line_offset = o.line_offset, line_length = o.line_length, checksum = o.checksum
        FROM runs o WHERE o.run <> r.run AND o.run IN ('%1$s', '%2$s') AND r.run IN ('%1$s', '%2$s')
        """
            .formatted(HandMadeState.run(8), HandMadeState.run(10)));
    assertFinds(Invariant.B2, Invariant.B4);
  }

  @Test
  void flippedByte() throws Exception {
    deadLetters();
    String key = state.keys().get(0);
    byte[] bytes = state.fetch(key);
    bytes[bytes.length - 6] ^= 1;
    state.put(key, bytes);
    assertFinds(Invariant.B1, Invariant.B4);
  }

  @Test
  void deletedObject() throws Exception {
    deadLetters();
    state.delete(state.keys().get(2));
    assertFinds(Invariant.C1);
  }

  @Test
  void cutObject() throws Exception {
    deadLetters();
    String key = state.keys().get(2);
    byte[] bytes = state.fetch(key);
    state.put(key, Arrays.copyOf(bytes, bytes.length - 1));
    assertFinds(Invariant.B1, Invariant.B4);
  }

  @Test
  void deletedRowsObject() throws Exception {
    deadLetters();
    state.delete(state.keys().get(1) + ".rows");
    assertFinds(Invariant.B3);
  }

  @Test
  void rowsObjectWithTheChecksumOfAnotherLine() throws Exception {
    deadLetters();
    String key = state.keys().get(0) + ".rows";
    ByteBuffer rows = ByteBuffer.wrap(state.fetch(key));
    int wanted = RowsBytes.crc(line(2));
    int at = 0;
    while (rows.getInt(at) != wanted) {
      at++;
    }
    rows.putInt(at, wanted + 1);
    int covered = rows.capacity() - Integer.BYTES;
    rows.putInt(covered, RowsBytes.crc(Arrays.copyOf(rows.array(), covered)));
    state.put(key, rows.array());
    assertFinds(Invariant.B4);
  }

  @Test
  void rowsObjectOfAnotherPart() throws Exception {
    deadLetters();
    state.put(state.keys().get(0) + ".rows", state.fetch(state.keys().get(2) + ".rows"));
    assertFinds(Invariant.A2, Invariant.B3, Invariant.B4, Invariant.C3);
  }

  @Test
  void missingLedgerRow() throws Exception {
    deadLetters();
    state.execute("DELETE FROM parts WHERE part = '" + HandMadeState.part(2) + "'");
    assertFinds(Invariant.A2, Invariant.C1);
  }

  @Test
  void partInTwoLedgerRows() throws Exception {
    deadLetters();
    state.execute(
        "INSERT INTO parts SELECT (jsonb_populate_record(p, jsonb_build_object('part', '"
            + HandMadeState.part(9)
            + "'))).* FROM parts p WHERE part = '"
            + HandMadeState.part(2)
            + "'");
    assertFinds(Invariant.A2, Invariant.B4, Invariant.E1);
  }

  @Test
  void uncountedPart() throws Exception {
    deadLetters();
    state.execute("UPDATE parts SET written = NULL WHERE part = '" + HandMadeState.part(2) + "'");
    assertFinds(Invariant.E2);
  }

  @Test
  void contentOfAnOlderLine() throws Exception {
    deadLetters();
    // The line that the complete run covers, instead of it.
    state.execute(
        """
        UPDATE runs SET lo = 512, hi = 512, part = '%s', line_length = %d,
          (start_offset, length, line_offset, checksum) = (%s)"""
                .formatted(HandMadeState.part(0), olderLength(), olderPlace())
            + where(1));
    assertFinds(Invariant.A1, Invariant.A2, Invariant.C3);
  }

  /** In the uncompressed part the older line of run 1 is the second one. */
  private String olderPlace() {
    byte[] line = line(1);
    String object = new String(state.fetch(state.keys().get(0)), StandardCharsets.ISO_8859_1);
    int start = object.indexOf('\n') + 1;
    return start + ", " + (line.length + 1) + ", 0, " + RowsBytes.crc(line);
  }

  private int olderLength() {
    return line(1).length;
  }

  /** A line of the uncompressed part. */
  private byte[] line(int number) {
    String object = new String(state.fetch(state.keys().get(0)), StandardCharsets.ISO_8859_1);
    return object.split("\n")[number].getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void lostDeadLetter() throws Exception {
    deadLetter(0, HandMadeState.poisonBytes(0));
    assertFinds(Invariant.A3);
  }

  @Test
  void changedDeadLetter() throws Exception {
    deadLetter(0, HandMadeState.poisonBytes(0));
    deadLetter(1, HandMadeState.poisonBytes(0));
    assertFinds(Invariant.A3);
  }

  @Test
  void deadLetterWithoutBytes() throws Exception {
    deadLetter(0, HandMadeState.poisonBytes(0));
    deadLetter(1, null);
    assertFinds(Invariant.A3);
  }

  @Test
  void deadLetterOfWhatWasNoPoison() throws Exception {
    deadLetters();
    deadLetter(7, HandMadeState.poisonBytes(7));
    assertFinds(Invariant.A3);
  }
}
