package dev.runmark.quickstart.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the auditor looks at; what it demands of a job that runs, and what not. */
class AuditorIT extends CorruptedState {

  private static final Set<Invariant> NEVER =
      EnumSet.of(Invariant.B5, Invariant.C4, Invariant.D, Invariant.F1);

  @TempDir Path logs;

  @Override
  boolean sendsMore() {
    return true;
  }

  private AuditScope stopped() throws IOException {
    Files.writeString(logs.resolve("job.log"), "nothing of it\n");
    return new AuditScope(
        scope().limits(),
        scope().tenants(),
        bucket(),
        "runs",
        0,
        Reading.ONCE,
        true,
        Duration.ofSeconds(1),
        List.of(logs),
        List.of("first canary", "canary-7f3a"));
  }

  @Test
  void correctStateHolds() throws Exception {
    deadLetters();
    AuditReport report = audit(stopped());
    assertThat(report.holds()).as(report.toString()).isTrue();
    for (AuditReport.Entry entry : report.invariants()) {
      boolean never = NEVER.contains(entry.invariant());
      assertThat(entry.verdict())
          .as(entry.toString())
          .isEqualTo(never ? AuditReport.Verdict.NOT_CHECKED : AuditReport.Verdict.HELD);
      assertThat(entry.checked() > 0).isEqualTo(!never);
      assertThat(entry.note().isEmpty() && never).isFalse();
    }
    assertThat(report.counts())
        .containsEntry("runs stored", 12L)
        .containsEntry("runs that fold to their events", 12L)
        .containsEntry("events", 15L)
        .containsEntry("dead letters", 2L)
        .containsEntry("control records and aborted ones", 78L);
  }

  @Test
  void strayObject() throws Exception {
    deadLetters();
    state.put("runs/dt=2026-01-01/" + HandMadeState.part(9) + ".ndjson", new byte[] {1});
    assertAuditFinds(audit(stopped()), Invariant.C2);
    assertThat(violated(audit())).isEmpty();
  }

  @Test
  void objectOfAnotherName() throws Exception {
    deadLetters();
    state.put("runs/dt=2026-01-01/_tmp", new byte[] {1});
    assertAuditFinds(audit(stopped()), Invariant.C2);
  }

  @Test
  void openUpload() throws Exception {
    deadLetters();
    String key = "runs/dt=2026-01-01/" + HandMadeState.part(9) + ".ndjson";
    client().createMultipartUpload(create -> create.bucket(bucket()).key(key));
    assertAuditFinds(audit(stopped()), Invariant.C2);
  }

  @Test
  void oldTransaction() throws Exception {
    deadLetters();
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT 1");
      Thread.sleep(2_600);
      assertAuditFinds(audit(stopped()), Invariant.F2);
    }
  }

  @Test
  void canaryAcrossTwoPiecesOfALog() throws Exception {
    deadLetters();
    AuditScope scope = stopped();
    Files.writeString(
        Files.createDirectory(logs.resolve("old")).resolve("job.log.1"),
        "x".repeat((1 << 20) - 5) + "canary-7f3a");
    AuditReport report = audit(scope);
    assertAuditFinds(report, Invariant.Z);
    assertThat(report.entry(Invariant.Z).examples())
        .singleElement()
        .asString()
        .startsWith("canary 2 of 2: in ")
        .endsWith(" at byte 1048571");
  }

  @Test
  void eventAboveTheSafePositionIsNotYetMissing() throws Exception {
    deadLetters();
    assertThat(send(HandMadeState.latePatch(3))).isEqualTo(106);
    send("{\"no run\":1}".getBytes(StandardCharsets.UTF_8));
    AuditReport report = audit();
    assertThat(report.holds()).as(report.toString()).isTrue();
    assertThat(report.counts())
        .containsEntry("events above the safe positions", 1L)
        .containsEntry("dead letters not there yet", 1L);
    // Once the job has ended with a drain, nothing may be left.
    AuditReport pending = audit(stopped());
    assertAuditFinds(pending, Invariant.E3);
    assertThat(pending.entry(Invariant.E3).violations()).isEqualTo(2);
  }

  @Test
  void lostPatchBelowTheSafePosition() throws Exception {
    deadLetters();
    send(HandMadeState.latePatch(3));
    state.execute("UPDATE positions SET position = 107");
    assertAuditFinds(audit(), Invariant.A1, Invariant.A2);
  }

  @Test
  void lostRejectionBelowTheSafePosition() throws Exception {
    deadLetters();
    send("{\"no run\":1}".getBytes(StandardCharsets.UTF_8));
    state.execute("UPDATE positions SET position = 107");
    assertAuditFinds(audit(), Invariant.A3);
  }

  @Test
  void recordedGapIsNoLoss() throws Exception {
    deadLetters();
    send(HandMadeState.latePatch(3));
    state.execute("UPDATE positions SET position = 107");
    state.execute(
        "INSERT INTO gaps (source, from_offset, to_offset, reason) VALUES (1, 106, 107, 'x')");
    AuditReport report = audit(stopped());
    assertThat(report.holds()).as(report.toString()).isTrue();
  }

  @Test
  void whatRetentionTookIsNotJudged() throws Exception {
    deadLetters();
    admin()
        .deleteRecords(Map.of(new TopicPartition(topic(), 0), RecordsToDelete.beforeOffset(6)))
        .all()
        .get();
    AuditReport report = audit();
    assertThat(report.holds()).as(report.toString()).isTrue();
    // The create of run 0 is gone; run 1 is complete in what is there.
    assertThat(report.counts())
        .containsEntry("runs with events that Kafka does not have any more", 5L)
        .containsEntry("runs that fold to their events", 7L);
    state.execute("DELETE FROM runs" + where(7));
    assertAuditFinds(audit(), Invariant.A1, Invariant.A2, Invariant.C3);
  }

  @Test
  void sampleLooksAtSomeRuns() throws Exception {
    deadLetters();
    AuditScope all = scope();
    AuditScope some =
        new AuditScope(
            all.limits(),
            all.tenants(),
            all.bucket(),
            all.prefix(),
            6,
            all.reading(),
            false,
            all.oldTransaction(),
            List.of(),
            List.of());
    AuditReport report = audit(some);
    assertThat(report.holds()).as(report.toString()).isTrue();
    assertThat(report.entry(Invariant.A1).checked()).isBetween(1L, 11L);
    assertThat(report.entry(Invariant.B4).note()).isNotEmpty();
    assertThat(report.counts().get("runs that fold to their events"))
        .isEqualTo(report.entry(Invariant.A1).checked());
  }

  @Test
  void userWhoSeesOneTenantIsRefused() throws Exception {
    deadLetters();
    state.execute("DROP ROLE IF EXISTS audit_reader");
    state.execute("CREATE ROLE audit_reader LOGIN PASSWORD 'x'");
    state.execute("GRANT runmark_reader TO audit_reader");
    CheckTarget target = target();
    CheckTarget.Postgres postgres =
        new CheckTarget.Postgres(target.postgres().jdbcUrl(), "audit_reader", "x", "runmark");
    CheckTarget asReader = new CheckTarget(postgres, target.s3(), target.kafka());
    assertThatThrownBy(() -> Auditor.audit(asReader, scope(), Progress.NONE))
        .isInstanceOf(NotAllowedException.class)
        .hasMessageContaining("one tenant");
  }
}
