package dev.runmark.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class IngestCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--rounds,2,--rounds 2: a median wants 3 or more",
    "--sizes,0,run of 0 KB: wanted 1 to 900",
    "--sizes,1000,run of 1000 KB: wanted 1 to 900",
    "--compression,lz4,expected one of [NONE",
    "--megabytes,0,0 MB",
    "--peers,clickhouse,expected one of [FILESINK",
    "--parallelism,5,parallelism 5: wanted 1 to 4",
  })
  void aWrongOptionIsNamedAndNothingStarts(String option, String value, String message) {
    StringWriter errors = new StringWriter();
    CommandLine bench = Bench.commandLine().setErr(new PrintWriter(errors));

    assertThat(bench.execute("ingest", option, value)).isEqualTo(2);
    assertThat(errors.toString()).contains(message);
  }
}
