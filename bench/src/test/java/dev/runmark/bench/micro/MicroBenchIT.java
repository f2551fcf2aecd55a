package dev.runmark.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.bench.measure.JsonFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That JMH finds and runs every benchmark, for too short a time to say how fast anything is. */
class MicroBenchIT {

  @TempDir private Path directory;

  @Test
  void everySubjectIsMeasuredBesideItsFloor() throws Exception {
    MicroPlan plan = new MicroPlan(List.of(2), 1, 0, 1, 50);

    MicroReport report = new MicroBench(plan, line -> {}).measure();

    assertThat(report.subjects())
        .extracting(SubjectResult::subject)
        .containsExactly("APPEND", "CHECKSUM", "FOLD", "TRACE", "ROWS", "COPY", "CURSOR");
    assertThat(report.subjects())
        .allSatisfy(
            subject -> {
              assertThat(subject.cpuNanos().median()).isPositive();
              assertThat(subject.floorCpuNanos().median()).isPositive();
              assertThat(subject.ratio().median()).isPositive();
            });
    assertThat(report.subjects().get(2).allocatedBytes().median()).isGreaterThan(2000);
    Path file = directory.resolve("report.json");
    JsonFile.write(file, report);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.at("/subjects/6/ratio/median").asDouble()).isPositive();
  }
}
