package dev.runmark.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void theMedianOfAnOddNumberIsTheMiddleOneWhateverTheOrder() {
    assertThat(Spread.of(9, 1, 2)).isEqualTo(new Spread(2, 1, 9));
  }

  @Test
  void theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
    assertThat(Spread.of(8, 1, 4, 2)).isEqualTo(new Spread(3, 1, 8));
  }

  @Test
  void oneValueIsItsOwnSpread() {
    assertThat(Spread.of(7)).isEqualTo(new Spread(7, 7, 7));
  }

  @Test
  void theValuesGivenKeepTheirOrder() {
    double[] values = {3, 1, 2};
    Spread.of(values);
    assertThat(values).containsExactly(3, 1, 2);
  }

  @Test
  void noValuesAreRefused() {
    assertThatThrownBy(Spread::of).hasMessage("median of no values: wanted at least one");
  }
}
