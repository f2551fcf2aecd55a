package dev.runmark.bench.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.part.Compression;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** It works; how fast, no test says. */
class FramesBenchTest {

  private static final List<Compression> ALL = List.of(Compression.values());

  @Test
  void largerFramesStoreLessAndFetchMore() throws Exception {
    List<String> progress = new ArrayList<>();
    FramesPlan plan = new FramesPlan(List.of(1), ALL, List.of(0, 16, 64), 1, 1);

    FramesReport report = new FramesBench(plan, progress::add).measure();

    assertThat(report.cells()).hasSize(1 + 2 * 3);
    for (Compression compression : List.of(Compression.ZSTD, Compression.GZIP)) {
      List<FramesReport.Cell> cells =
          report.cells().stream().filter(cell -> cell.compression() == compression).toList();
      assertThat(cells).extracting(FramesReport.Cell::frameKibibytes).containsExactly(0, 16, 64);
      assertThat(cells.get(1).storedShare()).isLessThan(cells.get(0).storedShare());
      assertThat(cells.get(2).fetchedBytes()).isGreaterThan(cells.get(1).fetchedBytes());
    }
    FramesReport.Cell plain =
        report.cells().stream()
            .filter(cell -> cell.compression() == Compression.NONE)
            .findAny()
            .orElseThrow();
    assertThat(plain.storedShare()).isBetween(1.0, 1.01);
    assertThat(progress).hasSize(2);
  }

  @Test
  void theTableHasALineACell() throws Exception {
    FramesPlan plan =
        new FramesPlan(List.of(1, 10), List.of(Compression.ZSTD), List.of(0, 64), 1, 1);
    StringWriter text = new StringWriter();

    new FramesBench(plan, line -> {}).measure().print(new PrintWriter(text));

    assertThat(text.toString().lines().filter(line -> line.strip().startsWith("zstd"))).hasSize(4);
  }

  @Test
  void aFrameLargerThanAFrameMayBeIsRefused() {
    assertThatThrownBy(() -> new FramesPlan(List.of(1), ALL, List.of(20_000), 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("frame of KiB 20000: wanted 0 to 16384");
  }
}
