package dev.runmark.job.record.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class SourceFormatTest {

  private static final SourcePartition SOURCE = new SourcePartition(new UUID(3, 5), "runs", 1);

  /** A line of the wrong source would cover what it must not. */
  @Test
  void sourcesThatAreNearlyTheSameAreNotMistakenForEachOther() throws IOException {
    List<SourcePartition> others =
        List.of(
            new SourcePartition(new UUID(3, 5), "runs", 257),
            new SourcePartition(new UUID(3, 5), "spans", 1),
            new SourcePartition(new UUID(5, 3), "runs", 1),
            new SourcePartition(new UUID(3, 5L << 32), "runs", 1),
            new SourcePartition(new UUID(3L << 32, 5), "runs", 1));
    for (SourcePartition other : others) {
      for (SourcePartition each : List.of(SOURCE, other, SOURCE)) {
        assertThat(copy(each)).isEqualTo(each);
      }
    }
  }

  @Test
  void aSourceIsReadAsTheSameInstance() throws IOException {
    assertThat(copy(SOURCE)).isSameAs(copy(SOURCE));
  }

  private static SourcePartition copy(SourcePartition source) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    SourceFormat.write(source, out);
    return SourceFormat.read(new DataInputDeserializer(out.getCopyOfBuffer()));
  }
}
