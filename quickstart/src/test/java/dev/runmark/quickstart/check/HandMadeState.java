package dev.runmark.quickstart.check;

import dev.runmark.quickstart.ledger.EventPlace;
import dev.runmark.quickstart.ledger.Poison;
import dev.runmark.quickstart.ledger.SentLedger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What a correct job would have left behind, written by hand: 12 runs in three parts, one a
 * compression; run 0 of two lines in two parts, run 1 complete with an older line that it covers,
 * run 6 of one line that folds two events.
 */
final class HandMadeState {

  static final UUID TRACE = new UUID(0x018f_0000_0000_7000L, 0x8000_0000_0000_0999L);
  static final int RUNS = 12;
  static final int FOLDED = 6;
  private static final int RUNS_A_PART = 4;

  /** What a create decides: project, parent, name, run type, start. */
  private static final String BEGUN =
      "1, '" + TRACE + "', 'a name', 'llm', '2026-01-01T00:00:00.000001Z'";

  private static final String BEGINNING =
      ",\"trace_id\":\""
          + TRACE
          + "\",\"parent_run_id\":\""
          + TRACE
          + "\",\"session_name\":\"project\",\"name\":\"a name\",\"run_type\":\"llm\""
          + ",\"start_time\":\"2026-01-01T01:00:00.000001+01:00\"";
  private static final String END = ",\"end_time\":\"2026-01-01T00:00:09.5\"";

  private final Connection sql;
  private final S3Client s3;
  private final String bucket;
  private final UUID topicId;
  private final List<String> parts = new ArrayList<>();

  /** What a patch decides: status, end. */
  private static final String ENDED = "1, '2026-01-01T00:00:09.5Z'";

  /** One line to be written. */
  private record Line(LineId id, boolean created, byte[] json, int siblings) {

    boolean ended() {
      return !created || id.run().equals(HandMadeState.run(FOLDED));
    }
  }

  HandMadeState(Connection sql, S3Client s3, String bucket, UUID topicId) {
    this.topicId = topicId;
    this.sql = sql;
    this.s3 = s3;
    this.bucket = bucket;
  }

  static UUID run(int number) {
    return new UUID(0x018f_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
  }

  static UUID part(int number) {
    return new UUID(0x019f_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
  }

  /** The keys of the parts. */
  List<String> keys() {
    return parts;
  }

  /** Writes everything, the ledger of what was sent too. */
  void write(Path ledger) throws IOException, SQLException {
    execute("INSERT INTO tenants (name) VALUES ('default')");
    execute("INSERT INTO projects (tenant, name) VALUES (1, 'project')");
    execute("INSERT INTO sources VALUES (1, '" + topicId + "', 0, 'runs')");
    execute("INSERT INTO positions (position, source, reason) VALUES (106, 1, 'stored')");
    for (int part = 0; part < RUNS / RUNS_A_PART; part++) {
      write(part);
    }
    writeLedger(ledger, offsets());
  }

  /** In which records the events of each run were sent, one in each. */
  static List<List<Long>> offsets() {
    List<List<Long>> offsets = new ArrayList<>();
    for (long i = 0; i < RUNS; i++) {
      offsets.add(i < 2 || i == FOLDED ? List.of(i, 99 + i) : List.of(i));
    }
    return offsets;
  }

  /** The ledger of what was sent, were the events of the runs in those records. */
  void writeLedger(Path ledger, List<List<Long>> offsets) throws IOException {
    writeLedger(ledger, offsets, "patch");
  }

  /**
   * The ledger of what was sent.
   *
   * @param patch what the patch of the folded run says
   */
  void writeLedger(Path ledger, List<List<Long>> offsets, String patch) throws IOException {
    RunParser parser = new RunParser();
    try (SentLedger sent = SentLedger.create(ledger)) {
      for (int i = 0; i < RUNS; i++) {
        RunFields fields = parse(parser, json(i, "create"));
        if (i == 0 || i == FOLDED) {
          fields = fields.then(parse(parser, json(i, i == 0 ? "patch" : patch)));
        }
        sent.add(run(i), offsets.get(i).size(), fields.sha256());
        for (long offset : offsets.get(i)) {
          // The second event of run 1 is the whole of it.
          sent.add(run(i), new EventPlace(0, offset, 0, i == 1 && offset == 100));
        }
      }
      for (int i = 0; i < 2; i++) {
        sent.add(poison(i));
      }
    }
  }

  Poison poison(int number) {
    byte[] bytes = poisonBytes(number);
    return new Poison(
        new Poison.Coordinates(topicId, 0, 90 + number),
        number - 1,
        "not json",
        bytes.length,
        Sha256.of(bytes));
  }

  static byte[] poisonBytes(int number) {
    // The first is no JSON, the second an object that is no run.
    return ("{\"poison\":" + (number == 0 ? "" : number + "}")).getBytes(StandardCharsets.UTF_8);
  }

  /** The records by their offsets, as they were sent; those between were aborted or are empty. */
  static SortedMap<Long, byte[]> records() {
    SortedMap<Long, byte[]> records = new TreeMap<>();
    for (int i = 0; i < RUNS; i++) {
      records.put((long) i, json(i, i == 1 ? "older" : "create"));
    }
    records.put(90L, poisonBytes(0));
    records.put(91L, poisonBytes(1));
    records.put(99L, enveloped("patch", json(0, "patch")));
    records.put(100L, enveloped("complete", json(1, "create")));
    records.put(99L + FOLDED, enveloped("patch", json(FOLDED, "patch")));
    return records;
  }

  /** A patch that nothing stored knows of. */
  static byte[] latePatch(int run) {
    return enveloped("patch", json(run, "patch"));
  }

  private static byte[] enveloped(String operation, byte[] run) {
    String text = new String(run, StandardCharsets.UTF_8);
    return ("{\"operation\":\"" + operation + "\",\"run\":" + text + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static RunFields parse(RunParser parser, byte[] json) throws IOException {
    return parser.parse(json, 0, json.length);
  }

  private static byte[] json(int run, String piece) {
    String told = piece.equals("create") || piece.equals("older") ? BEGINNING : END;
    return document(run, told + field(piece, run));
  }

  /** What the fold of create and patch must be. */
  private static byte[] folded(int run) {
    return document(run, BEGINNING + END + field("create", run) + field("patch", run));
  }

  private static String field(String piece, int run) {
    return ",\"" + piece + "\":\"Größe 漢字 " + run + "\"";
  }

  private static byte[] document(int run, String told) {
    String text =
        "{\"id\":\""
            + run(run)
            + "\",\"dotted_order\":\"20260101T000000000000Z"
            + TRACE
            + ".20260101T000000000001Z"
            + run(run)
            + "\""
            + told
            + ",\"x\":[1.50]}";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<Line> lines(int part) {
    List<Line> lines = new ArrayList<>();
    for (int i = part * RUNS_A_PART; i < (part + 1) * RUNS_A_PART; i++) {
      long position = (i + 1) * 256L;
      LineId id = new LineId("default", run(i), TRACE, topicId, 0, position, position);
      if (i == 1) {
        // Its complete run follows in the next part and covers this one.
        lines.add(new Line(id, true, json(1, "older"), 0));
      } else if (i == FOLDED) {
        LineId both = new LineId("default", run(i), TRACE, topicId, 0, position, (i + 100) * 256L);
        lines.add(new Line(both, true, folded(i), 1));
      } else {
        lines.add(new Line(id, true, json(i, "create"), i == 0 ? 2 : 1));
      }
    }
    if (part == 1) {
      LineId patch = new LineId("default", run(0), TRACE, topicId, 0, 25_600, 25_600);
      lines.add(new Line(patch, false, json(0, "patch"), 2));
      LineId complete = new LineId("default", run(1), TRACE, topicId, 0, 0, 25_856);
      lines.add(new Line(complete, true, json(1, "create"), 1));
    }
    return lines;
  }

  /** Part n has the compression of code n; its lines share frames two by two, if compressed. */
  private void write(int part) throws IOException, SQLException {
    List<Line> lines = lines(part);
    int together = part == 0 ? 1 : 2;
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    RowsBytes rows = new RowsBytes();
    List<Object[]> places = new ArrayList<>();
    for (int from = 0; from < lines.size(); from += together) {
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      for (Line line : lines.subList(from, from + together)) {
        places.add(new Object[] {object.size(), 0, plain.size()});
        plain.writeBytes(line.json);
        plain.write('\n');
        rows.line(line.id, line.created, line.json.length, RowsBytes.crc(line.json));
      }
      byte[] frame = compress(part, plain.toByteArray());
      for (int i = from; i < from + together; i++) {
        places.get(i)[1] = frame.length;
      }
      rows.frame(frame.length, together);
      object.writeBytes(frame);
    }
    commit(part, lines.size(), object.toByteArray(), rows);
    for (int i = 0; i < lines.size(); i++) {
      insert(part, lines.get(i), places.get(i));
    }
  }

  private void commit(int part, int lines, byte[] bytes, RowsBytes rows)
      throws IOException, SQLException {
    String key = "runs/dt=2026-01-01/" + part(part) + ".ndjson";
    parts.add(key);
    byte[] rowsObject = rows.seal(part(part), part, bytes, topicId);
    put(key, bytes);
    put(key + ".rows", rowsObject);
    execute(
        String.format(
            "INSERT INTO parts VALUES (now(), %d, %d, %d, %d, %d, 0, %d, 0, '%s', '%s', '%s')",
            bytes.length,
            lines,
            RowsBytes.crc(bytes),
            rowsObject.length,
            lines,
            part,
            part(part),
            bucket,
            key));
  }

  private static byte[] compress(int compression, byte[] plain) throws IOException {
    if (compression == 1) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(plain);
      }
      return out.toByteArray();
    }
    return compression == 0 ? plain : com.github.luben.zstd.Zstd.compress(plain);
  }

  void put(String key, byte[] bytes) {
    s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
  }

  byte[] fetch(String key) {
    return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray();
  }

  void delete(String key) {
    s3.deleteObject(delete -> delete.bucket(bucket).key(key));
  }

  void execute(String statement) throws SQLException {
    try (PreparedStatement prepared = sql.prepareStatement(statement)) {
      prepared.execute();
    }
  }

  private void insert(int part, Line line, Object[] place) throws SQLException {
    if (line.siblings == 0) {
      return;
    }
    boolean whole = line.siblings == 1;
    if (!whole && line.created) {
      insertMerged(line);
    }
    execute(
        String.format(
            "INSERT INTO %s (%s lo, hi, start_offset, tenant, source, length, line_offset,"
                + " line_length, checksum, created, run, trace, part, project, parent, name,"
                + " run_type, start_time, status, end_time)"
                + " VALUES (%s %d, %d, %s, 1, 1, %s, %s, %d, %d, %b, '%s', '%s', '%s', %s)",
            whole ? "runs" : "fragments",
            whole ? "lines," : "",
            whole ? "1," : "",
            line.id.lo(),
            line.id.hi(),
            place[0],
            place[1],
            place[2],
            line.json.length,
            RowsBytes.crc(line.json),
            line.created,
            line.id.run(),
            line.id.trace(),
            part(part),
            (line.created ? BEGUN : "NULL, '" + TRACE + "', NULL, NULL, NULL")
                + ", "
                + (line.ended() ? ENDED : "NULL, NULL")));
  }

  /** The row of a run of two lines. */
  private void insertMerged(Line line) throws SQLException {
    execute(
        "INSERT INTO runs (tenant, lines, created, run, trace, project, parent, name, run_type,"
            + " start_time, status, end_time) VALUES (1, 2, true, '"
            + line.id.run()
            + "', '"
            + line.id.trace()
            + "', "
            + BEGUN
            + ", "
            + ENDED
            + ")");
  }
}
