package dev.runmark.reader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteLinesTest {

  private static ByteLines lines(String text, int longest) {
    return new ByteLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), longest);
  }

  private static List<String> all(String text, int longest) throws IOException {
    ByteLines lines = lines(text, longest);
    List<String> all = new ArrayList<>();
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      all.add(lines.number() + ":" + new String(line, StandardCharsets.UTF_8));
    }
    return all;
  }

  @Test
  void linesEndWithALineFeedOrTheEnd() throws IOException {
    assertThat(all("a\r\n\n\u0000b\nc", 10)).containsExactly("1:a\r", "2:", "3:\u0000b", "4:c");
    assertThat(all("a\n", 10)).containsExactly("1:a");
    assertThat(all("", 10)).isEmpty();
  }

  @Test
  void ofALongLineOnlyTheBeginningIsKept() throws IOException {
    assertThat(all("x".repeat(200_000) + "\ny", 4)).containsExactly("1:xxxx", "2:y");
  }

  @Test
  void aBatchEndsByLinesOrBytesAndLeavesBlankLinesOut() throws IOException {
    LineBatches batches = new LineBatches(lines("a\n \t\r\nb\nc\ndddd\ne", 10), 3, 4);

    assertThat(batches.next()).extracting(LineBatches.Line::number).containsExactly(1L, 3L, 4L);
    assertThat(batches.next()).extracting(LineBatches.Line::number).containsExactly(5L);
    assertThat(batches.next()).extracting(LineBatches.Line::number).containsExactly(6L);
    assertThat(batches.next()).isEmpty();
  }
}
