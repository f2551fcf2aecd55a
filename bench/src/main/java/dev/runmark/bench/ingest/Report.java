package dev.runmark.bench.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.runmark.bench.measure.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * All that a run of the benchmark found out, as its JSON holds it.
 *
 * @param measuredAt ISO-8601, UTC
 */
public record Report(
    String benchmark,
    String measuredAt,
    Machine machine,
    Software software,
    int parallelism,
    double checkpointSeconds,
    IngestPlan plan,
    List<SizeResult> sizes) {

  public void writeJson(Path file) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
  }
}
