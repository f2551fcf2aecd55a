package dev.runmark.quickstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {

  private final ClusterSettings settings = ClusterSettings.in(Path.of("target/x/../cluster"));

  @Test
  void valuesOfEnvironmentAndConfigurationAreNotPrinted() {
    assertThat(settings.withEnvironment("PASSWORD", "s3cret").with("s3.secret-key", "k3y"))
        .hasToString(
            "ClusterSettings[directory="
                + Path.of("target/cluster").toAbsolutePath()
                + ", taskManagers=1, configuration=[s3.secret-key], environment=[PASSWORD]]");
  }

  @Test
  void theLaterValueOfAKeyWins() {
    assertThat(settings.with("a", "1").with("a", "2").configuration()).containsEntry("a", "2");
  }

  @Test
  void fewerThanNoTaskManagersAreRefused() {
    assertThatThrownBy(() -> settings.withTaskManagers(-1)).hasMessageContaining("-1");
  }
}
