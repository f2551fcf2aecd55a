package dev.runmark.bench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.bench.measure.JsonFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That JMH finds and runs the benchmark, for too short a time to say how fast anything is. */
class DecodeBenchIT {

  @TempDir private Path directory;

  @Test
  void everyParserIsMeasuredInAJvmOfItsOwn() throws Exception {
    DecodePlan plan = new DecodePlan(List.of(2), 1, 0, 1);

    DecodeReport report = new DecodeBench(plan, line -> {}).measure();

    DecodeResult size = report.sizes().get(0);
    assertThat(size.parsers())
        .extracting(DecodeResult.ParserResult::parser)
        .containsExactly("jackson", "jacksonUniqueKeys", "runmark");
    assertThat(size.parsers())
        .allSatisfy(
            parser -> {
              assertThat(parser.megabytesPerSecond().median()).isPositive();
              assertThat(parser.megabytesPerCpuSecond().median()).isPositive();
              assertThat(parser.allocatedBytesPerEvent().median()).isPositive();
            });
    Path file = directory.resolve("report.json");
    JsonFile.write(file, report);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.at("/machine/cores").asInt()).isPositive();
    assertThat(json.at("/sizes/0/ratios/runmark/median").asDouble()).isPositive();
  }
}
