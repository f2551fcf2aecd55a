package dev.runmark.bench.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.bench.load.KnownRun;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {

  @Test
  void aShapeIsRunsAndKilobytes() {
    assertThat(Shape.parse("500x10")).isEqualTo(new Shape(500, 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"500", "x10", "500x", "500x10x1", "-1x10", "0x10", "1x301"})
  void whatIsNoShapeIsRefused(String text) {
    assertThatThrownBy(() -> Shape.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBodyIsTheArrayOfItsRunsWithThreeLargeFieldsEach() throws Exception {
    Body body = new Bodies(new Shape(9, 10)).next();

    JsonNode array = new ObjectMapper().readTree(body.bytes());
    assertThat(array).hasSize(9);
    for (int i = 0; i < 9; i++) {
      KnownRun run = body.runs().get(i);
      assertThat(array.get(i)).isEqualTo(new ObjectMapper().readTree(run.document()));
      assertThat(UUID.fromString(array.get(i).get("id").asText())).isEqualTo(run.id());
      assertThat(array.get(i).get("trace_id").asText()).isEqualTo(body.traces().get(i).toString());
      for (String field : new String[] {"inputs", "outputs", "extra"}) {
        assertThat(array.get(i).get(field).toString().length()).isBetween(7_000, 16_000);
      }
    }
    assertThat(body.traces().get(7)).isEqualTo(body.traces().get(0));
    assertThat(body.traces().get(8)).isEqualTo(body.runs().get(8).id());
  }
}
