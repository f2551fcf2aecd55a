package dev.runmark.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.bench.flink.S3Plugin;
import dev.runmark.storage.part.Compression;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineupTest {

  @Test
  void theBaselineIsFileSinkThroughAnyPlugin() {
    PeerNames names = names(Peer.CEILING, Peer.FILESINK, Peer.JDBC);

    assertThat(names.all())
        .containsExactly("source alone", "FileSink, native", "FileSink, hadoop", "FileSink + JDBC");
    assertThat(names.baselines()).containsExactly("FileSink, native", "FileSink, hadoop");
    assertThat(names.counts("FileSink, hadoop", "FileSink, native")).isFalse();
    assertThat(names.counts("FileSink + JDBC", "FileSink, native")).isTrue();
    assertThat(names.counts("Runmark, none", "FileSink, native")).isFalse();
  }

  @Test
  void withoutFileSinkAnyPeerCanBeTheBaselineAndAllCount() {
    PeerNames names = names(Peer.JDBC, Peer.LAKEHOUSE);

    assertThat(names.baselines()).containsExactly("FileSink + JDBC", "Paimon");
    assertThat(names.counts("FileSink + JDBC", "Paimon")).isTrue();
    assertThat(names.counts("Paimon", "Paimon")).isTrue();
  }

  private static PeerNames names(Peer... peers) {
    return Lineup.names(
        new IngestPlan(
            List.of(1),
            1,
            List.of(Compression.NONE),
            List.of(Window.NONE),
            List.of(peers),
            List.of(S3Plugin.values()),
            List.of(1),
            0,
            1));
  }
}
