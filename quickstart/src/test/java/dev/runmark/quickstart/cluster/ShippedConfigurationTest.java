package dev.runmark.quickstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.junit.jupiter.api.Test;

/**
 * What the file in the repository says once Flink has parsed it: a misspelt key would be ignored in
 * silence.
 */
class ShippedConfigurationTest {

  private final Configuration configuration =
      GlobalConfiguration.loadConfiguration(Path.of("../flink-conf").toAbsolutePath().toString());

  @Test
  void checkpointsAreAlignedAndKeptAfterACancel() {
    assertThat(configuration.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(configuration.get(CheckpointingOptions.ENABLE_UNALIGNED)).isFalse();
    assertThat(configuration.get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION))
        .isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    assertThat(configuration.get(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS)).isEqualTo(3);
    assertThat(configuration.get(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER)).isEqualTo(3);
  }

  @Test
  void theWebAddressIsLocalAndOnlyShows() {
    assertThat(configuration.get(RestOptions.BIND_ADDRESS)).isEqualTo("localhost");
    assertThat(configuration.get(WebOptions.SUBMIT_ENABLE)).isFalse();
    assertThat(configuration.get(WebOptions.CANCEL_ENABLE)).isFalse();
    assertThat(configuration.get(WebOptions.RESCALE_ENABLE)).isFalse();
  }

  /** Also where there is no file of Flink's to copy. */
  @Test
  void taskManagersAreTunedWhereverOneIsConfigured() {
    assertThat(configuration.get(CoreOptions.FLINK_TM_JVM_OPTIONS))
        .isEqualTo("-XX:G1HeapRegionSize=8m");
    assertThat(configuration.get(TaskManagerOptions.MEMORY_SEGMENT_SIZE))
        .isEqualTo(MemorySize.parse("256kb"));
    for (String file : List.of("../docker-compose.yml", "../flink-conf/kubernetes/runmark.yaml")) {
      assertThat(Path.of(file))
          .content()
          .contains(
              "env.java.opts.taskmanager: -XX:G1HeapRegionSize=8m\n",
              "taskmanager.memory.segment-size: 256kb\n");
    }
  }

  @Test
  void jvmOptionsAreThoseThatTheBuildRunsFlinkWith() {
    assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments())
        .containsAll(List.of(configuration.get(CoreOptions.FLINK_JVM_OPTIONS).split(" ")));
  }
}
