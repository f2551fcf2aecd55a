package dev.runmark.quickstart.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.quickstart.check.RunParser;
import dev.runmark.quickstart.ledger.SentLedger;
import dev.runmark.quickstart.ledger.SentRuns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameAnswersTest {

  private static final int RUNS = 450;

  @TempDir private Path directory;

  private static UUID id(int number) {
    return new UUID(7L << 12, number);
  }

  private static byte[] document(UUID id) {
    return ("{\"id\":\"" + id + "\",\"name\":\"Grüße\"}").getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<byte[]> stored(UUID id) {
    return Optional.of(document(id));
  }

  private interface Runs {
    Optional<byte[]> run(UUID id);
  }

  private record Answers(Runs runs, List<UUID> newest) implements SameAnswers.Source {

    static Answers of(Runs runs) {
      return new Answers(runs, List.of(id(2), id(1)));
    }

    @Override
    public Optional<byte[]> run(UUID id) {
      return runs.run(id);
    }
  }

  private static final SameAnswers.Source TRUE = Answers.of(SameAnswersTest::stored);

  private SentRuns sent(int runs) throws IOException {
    try (SentLedger ledger = SentLedger.create(directory)) {
      for (int i = 0; i < runs; i++) {
        byte[] document = document(id(i));
        ledger.add(id(i), 1, new RunParser().parse(document, 0, document.length).sha256());
      }
    }
    return SentRuns.read(directory);
  }

  @Test
  void aSampleFromAllOverIsAskedOfBoth() throws IOException {
    Set<UUID> asked = new HashSet<>();

    SameAnswers.Report report =
        SameAnswers.compare(
            sent(RUNS),
            TRUE,
            Answers.of(
                id -> {
                  asked.add(id);
                  return stored(id);
                }));

    assertThat(report.clean()).isTrue();
    assertThat(report.asked()).isEqualTo(200);
    assertThat(asked).hasSize(200).contains(id(0)).anyMatch(id -> id.compareTo(id(445)) > 0);
  }

  @Test
  void aRunThatOneOfThemDoesNotHaveIsTold() throws IOException {
    UUID odd = id(0);

    SameAnswers.Report report =
        SameAnswers.compare(
            sent(3), TRUE, Answers.of(id -> id.equals(odd) ? Optional.empty() : stored(id)));

    assertThat(report.clean()).isFalse();
    assertThat(report.same()).isEqualTo(2);
    assertThat(report.toString()).contains("1 BAD").contains(odd + ": library", "HTTP has none");
  }

  @Test
  void otherBytesAreToldAlsoWhenTheyMeanTheSame() throws IOException {
    SameAnswers.Report report =
        SameAnswers.compare(
            sent(1),
            TRUE,
            Answers.of(
                id ->
                    Optional.of(
                        (new String(document(id), StandardCharsets.UTF_8) + " ").getBytes())));

    assertThat(report.clean()).isFalse();
    assertThat(report.toString()).contains("HTTP others");
  }

  @Test
  void whatBothGiveMustBeWhatWasSent() throws IOException {
    SameAnswers.Source wrong =
        Answers.of(id -> Optional.of(("{\"id\":\"" + id + "\"}").getBytes()));

    SameAnswers.Report report = SameAnswers.compare(sent(1), wrong, wrong);

    assertThat(report.clean()).isFalse();
    assertThat(report.toString()).contains("not what was sent");
  }

  @Test
  void anotherPageIsToldAlsoWhenAllRunsAreTheSame() throws IOException {
    SameAnswers.Report report =
        SameAnswers.compare(
            sent(3), TRUE, new Answers(SameAnswersTest::stored, List.of(id(1), id(2))));

    assertThat(report.same()).isEqualTo(3);
    assertThat(report.clean()).isFalse();
    assertThat(report.toString()).contains("1 BAD").contains("first page");
  }

  @Test
  void nothingAskedIsNothingShown() throws IOException {
    SameAnswers.Report report = SameAnswers.compare(sent(0), TRUE, TRUE);

    assertThat(report.clean()).isFalse();
  }
}
