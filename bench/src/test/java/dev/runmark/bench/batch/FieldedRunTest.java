package dev.runmark.bench.batch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.bench.post.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldedRunTest {

  private final FieldedRun run = new Batches(new Shape(2, 1)).next().get(1);

  @Test
  void itsDocumentIsTheRunAndAnotherByteIsNot() {
    byte[] document = run.document().clone();

    assertThatCode(() -> run.require("a way", List.of(document))).doesNotThrowAnyException();

    document[document.length / 2]++;
    assertThatThrownBy(() -> run.require("a way", List.of(document)))
        .hasMessageContaining("a way: run " + run.id());
  }

  @Test
  void itsThreeFieldsAreTheRunAndTheirRangesOneByteOffAreNot() {
    assertThatCode(() -> run.require("a way", fields(0))).doesNotThrowAnyException();
    assertThatThrownBy(() -> run.require("a way", fields(1))).hasMessageContaining("other bytes");
    assertThatThrownBy(() -> run.require("a way", fields(0).subList(0, 2)))
        .hasMessageContaining("in 2 pieces");
  }

  private List<byte[]> fields(int off) {
    return run.fields().stream()
        .map(field -> Arrays.copyOfRange(run.document(), field.start() + off, field.end() + off))
        .toList();
  }
}
