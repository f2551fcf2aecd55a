package dev.runmark.bench.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.bench.load.KnownRun;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class ClientsTest {

  private static final List<KnownRun> RUNS =
      List.of(
          new KnownRun(new UUID(0, 1), "Grüße".getBytes(UTF_8)),
          new KnownRun(new UUID(0, 2), "x".getBytes(UTF_8)));

  @Test
  void everyClientReadsItsShareAndTheSameSeedTheSameRuns() throws Exception {
    ConcurrentLinkedQueue<UUID> first = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<UUID> second = new ConcurrentLinkedQueue<>();

    try (Clients clients = new Clients(3, RUNS)) {
      assertThat(clients.read(known(first), 30, 5).nanos()).hasSize(30);
      clients.read(known(second), 30, 5);
    }

    assertThat(first).hasSize(30).containsExactlyInAnyOrderElementsOf(second);
  }

  @Test
  void aWrongByteEndsTheBenchmark() {
    try (Clients clients = new Clients(1, RUNS)) {
      PointRead wrong = way(run -> "y".getBytes(UTF_8));
      assertThatThrownBy(() -> clients.read(wrong, 10, 1))
          .hasMessageContaining("came back as 1 other bytes");
    }
  }

  private static PointRead known(ConcurrentLinkedQueue<UUID> asked) {
    return way(
        run -> {
          asked.add(run);
          return RUNS.stream().filter(one -> one.id().equals(run)).findFirst().get().document();
        });
  }

  private interface Bytes {
    byte[] of(UUID run);
  }

  private static PointRead way(Bytes bytes) {
    return new PointRead() {
      @Override
      public byte[] read(UUID run) {
        return bytes.of(run);
      }

      @Override
      public void close() {}
    };
  }
}
