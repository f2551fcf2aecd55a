package dev.runmark.bench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.record.RawRecord;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleRecordsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100})
  void theRecordsAreOfTheSizeWantedAndTheSameEachTime(int kilobytes) {
    List<RawRecord> records = SampleRecords.of(kilobytes);
    assertThat(records).hasSize(SampleRecords.COUNT);
    assertThat(SampleRecords.bytes(records) / SampleRecords.COUNT)
        .isCloseTo(kilobytes * 1000L, Percentage.withPercentage(25));
    List<RawRecord> again = SampleRecords.of(kilobytes);
    for (int i = 0; i < records.size(); i++) {
      assertThat(Arrays.equals(records.get(i).value(), again.get(i).value())).isTrue();
    }
    assertThat(records.get(0).value()).isNotEqualTo(records.get(1).value());
  }
}
