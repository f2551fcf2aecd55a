package dev.runmark.bench.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WholeListTest {

  @Test
  void eachEndOfALongListIsTheMedianOfATwentieth() {
    WholeList list = list(IntStream.range(0, 201).asDoubleStream());

    assertThat(list.firstMillis()).isEqualTo(4.5);
    assertThat(list.middleMillis()).isEqualTo(99.5);
    assertThat(list.lastMillis()).isEqualTo(194.5);
  }

  @Test
  void theVeryLastPageIsNotMeasuredAndOneSlowPageDecidesNothing() {
    double[] millis = DoubleStream.generate(() -> 2).limit(100).toArray();
    millis[0] = 1000;
    millis[97] = 1000;
    millis[99] = 0.1;

    assertThat(list(DoubleStream.of(millis)).lastToFirst()).isEqualTo(1);
  }

  @Test
  void theEndsOfAShortListDoNotMeet() {
    assertThat(list(DoubleStream.of(1, 1, 5, 5, 9, 9)).lastToFirst()).isEqualTo(7);
  }

  @Test
  void aListThatIsNotWholeEndsTheBenchmark() {
    WholeList list = list(DoubleStream.of(1, 2, 3));

    assertThatThrownBy(() -> ListResult.of("of a project", 8, 2, List.of(list)))
        .hasMessage("list of a project: 7 runs, stored 8");
  }

  private static WholeList list(DoubleStream millis) {
    return new WholeList(7, 0, millis.boxed().toList(), List.of(1.0));
  }
}
