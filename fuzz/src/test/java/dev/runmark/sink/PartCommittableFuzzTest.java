package dev.runmark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Any bytes as a committable in a checkpoint. */
class PartCommittableFuzzTest {

  private static final PartCommittableSerializer SERIALIZER = new PartCommittableSerializer();

  @FuzzTest(maxDuration = "3m")
  void theyAreOneThatComesBackOrAreRefused(byte[] bytes) throws IOException {
    for (int version = 1; version <= SERIALIZER.getVersion(); version++) {
      restore(version, bytes);
    }
  }

  private static void restore(int version, byte[] bytes) throws IOException {
    PartCommittable restored;
    try {
      restored = SERIALIZER.deserialize(version, bytes);
    } catch (IOException refused) {
      assertThat(refused).hasMessageStartingWith("restore committable: ");
      return;
    }
    byte[] again = SERIALIZER.serialize(restored);
    assertThat(SERIALIZER.deserialize(SERIALIZER.getVersion(), again)).isEqualTo(restored);
  }
}
