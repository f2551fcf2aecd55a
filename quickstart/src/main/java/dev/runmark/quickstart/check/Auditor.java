package dev.runmark.quickstart.check;

import dev.runmark.quickstart.check.topic.TopicReading;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Audits an installation against its own topics, while the job runs or not. Only reads.
 *
 * <p>In this order, on which what it may demand depends: a snapshot of the index, then the topics
 * up to their ends of that later moment, then all that the snapshot names. So every event that the
 * snapshot shows was read, and of the others it demands those below the safe positions that the
 * snapshot tells.
 *
 * <p>Memory does not grow with the number of runs; {@link Comparison} says what it takes. Temporary
 * disk does: some hundred bytes an event and a line, and 40 bytes for each of its top-level fields.
 */
public final class Auditor {

  private static final String SEES_ALL =
      """
      SELECT NOT row_security_active('runs') OR pg_has_role('runmark_writer', 'USAGE')
          OR pg_has_role('runmark_maintenance', 'USAGE')""";

  private static final String RUNS = "SELECT count(*) FROM runs";

  private final CheckTarget target;
  private final AuditScope scope;
  private final Progress progress;
  private final Findings findings = new Findings();
  private final Horizon horizon = Horizon.ofTopics();
  private final Map<Invariant, String> notes = new EnumMap<>(Invariant.class);
  private final Map<String, Long> counts = new LinkedHashMap<>();

  private Auditor(CheckTarget target, AuditScope scope, Progress progress) {
    this.target = target;
    this.scope = scope;
    this.progress = progress;
  }

  /**
   * Audits what is stored now.
   *
   * @throws IOException when it cannot be done; what is stored wrongly is in the report instead
   */
  public static AuditReport audit(CheckTarget target, AuditScope scope, Progress progress)
      throws IOException {
    return new Auditor(target, scope, progress).audit();
  }

  private AuditReport audit() throws IOException {
    try (IndexSnapshot index = IndexSnapshot.open(target.postgres());
        Bucket bucket = new Bucket(target.s3())) {
      requireSight(index);
      Sample sample =
          scope.sample() == 0 ? Sample.ALL : Sample.of(scope.sample(), number(index, RUNS));
      IndexSources.tell(index.connection(), horizon);
      try (Scratch scratch = Scratch.create();
          Comparison comparison =
              new Comparison(scratch.directory(), horizon, sample, findings, progress)) {
        compare(index, bucket, comparison);
      }
      beside(index, bucket);
      if (!sample.all()) {
        note(Invariant.A2, "a sample: only whether the index shows each event");
        note(Invariant.B3, "a sample: only of the parts that the runs lie in");
        note(Invariant.B4, "a sample: the length of objects, not their checksum");
        note(Invariant.C3, "a sample: not whether other lines are covered");
      }
    } catch (SQLException e) {
      throw new IOException("reading the index at " + target.postgres() + ": " + e.getMessage(), e);
    }
    return report();
  }

  private static void requireSight(IndexSnapshot index) throws SQLException, IOException {
    try (PreparedStatement statement = index.connection().prepareStatement(SEES_ALL);
        ResultSet row = statement.executeQuery()) {
      row.next();
      if (!row.getBoolean(1)) {
        throw new NotAllowedException(
            "the database user sees the runs of one tenant at most: audit as a member of"
                + " runmark_writer or runmark_maintenance");
      }
    }
  }

  private static long number(IndexSnapshot index, String sql) throws SQLException {
    try (PreparedStatement statement = index.connection().prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private void compare(IndexSnapshot index, Bucket bucket, Comparison comparison)
      throws IOException, SQLException {
    TopicReading reading = new TopicReading(scope.limits(), scope.tenants());
    TopicFold fold =
        new TopicFold(
            target.kafka(), reading, horizon, comparison.evidence(), comparison.letters());
    fold.read(progress);
    comparison.compare(index, bucket, target.kafka(), scope.reading());
    count(fold, comparison);
    if (comparison.runs().beyond() > 0) {
      note(Invariant.A1, "not the content of runs with events that Kafka does not have any more");
    }
    if (comparison.letters().beyond() > 0) {
      note(Invariant.A3, "not those whose record or dead letter Kafka does not have any more");
    }
    if (scope.stopped()) {
      nothingPending(fold.notYet(), comparison.letters().notYet());
    } else {
      note(Invariant.E3, "the job may be running; --stopped says that it has ended with a drain");
    }
  }

  private void count(TopicFold fold, Comparison comparison) {
    CheckReport.Totals totals = comparison.totals(comparison.runs().sent(), fold.events());
    counts.put("offsets of the topics", fold.offsets());
    counts.put("records read", fold.records());
    counts.put("control records and aborted ones", fold.offsets() - fold.records());
    counts.put("tombstones", fold.tombstones());
    counts.put("events", totals.events());
    counts.put("events above the safe positions", fold.notYet());
    counts.put("runs in the topics", totals.sent());
    counts.put("runs that need not be stored yet", comparison.runs().notYet());
    counts.put("runs stored", totals.stored());
    counts.put("runs that fold to their events", totals.verified());
    counts.put("runs with events that Kafka does not have any more", comparison.runs().beyond());
    counts.put("rejected in the topics", totals.poison());
    counts.put("dead letters", totals.rejected());
    counts.put("dead letters not there yet", comparison.letters().notYet());
    counts.put("dead letters of what is not kept any more", comparison.letters().beyond());
    counts.put("parts", totals.parts());
    counts.put("lines", totals.lines());
    counts.put("bytes", totals.bytes());
  }

  private void nothingPending(long events, long letters) {
    findings.check(
        Invariant.E3, events == 0, events + " events lie above what the index says is stored");
    findings.check(
        Invariant.E3, letters == 0, letters + " records must be rejected and have no dead letter");
  }

  private void beside(IndexSnapshot index, Bucket bucket) throws IOException, SQLException {
    if (scope.stopped()) {
      new StoredKeys(index.connection(), findings).audit(bucket, scope.bucket(), scope.prefix());
    } else {
      note(Invariant.C2, "the job may be running; --stopped says that it was drained and swept");
    }
    long hidden = Transactions.audit(index.connection(), scope.oldTransaction(), findings);
    note(
        Invariant.F2,
        (hidden == 0 ? "" : hidden + " sessions of other users are hidden from this one; ")
            + "not threads, memory and temporary files of the processes");
    if (scope.canaries().isEmpty() || scope.searched().isEmpty()) {
      note(Invariant.Z, "no canaries and places to search were given (--canaries, --search)");
    } else {
      new Canaries(scope.canaries(), findings).search(scope.searched());
    }
    note(Invariant.B5, "./runmark quickstart --exit compares library and HTTP");
    note(Invariant.C4, "a store tells no history of a key");
    note(Invariant.D, "an audit is one moment; the crash tests' online monitor watches all along");
    note(Invariant.F1, "an audit is one moment; see how many events are not stored yet");
  }

  private void note(Invariant invariant, String note) {
    notes.put(invariant, note);
  }

  private AuditReport report() {
    List<AuditReport.Entry> entries = new ArrayList<>();
    findings
        .all()
        .forEach(
            (invariant, finding) -> {
              boolean checked = finding.checked() > 0 || finding.violations() > 0;
              String note = notes.getOrDefault(invariant, "");
              AuditReport.Verdict verdict = AuditReport.Verdict.HELD;
              if (!checked) {
                verdict = AuditReport.Verdict.NOT_CHECKED;
                note = note.isEmpty() ? "there is nothing of it" : note;
              } else if (finding.violations() > 0) {
                verdict = AuditReport.Verdict.VIOLATED;
              }
              entries.add(
                  new AuditReport.Entry(
                      invariant,
                      verdict,
                      finding.checked(),
                      finding.violations(),
                      finding.examples(),
                      note));
            });
    return new AuditReport(entries, counts);
  }
}
