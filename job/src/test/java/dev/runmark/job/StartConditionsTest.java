package dev.runmark.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.options.OptionsException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartConditionsTest {

  private final Configuration flink = sound();

  @Test
  void soundSettingsAreTaken() {
    assertThatCode(() -> StartConditions.check(flink)).doesNotThrowAnyException();
  }

  @Test
  void theShippedFlinkConfigurationIsTaken() {
    Configuration shipped = GlobalConfiguration.loadConfiguration("../flink-conf");

    assertThatCode(() -> StartConditions.check(shipped)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "execution.checkpointing.mode, AT_LEAST_ONCE, set it to EXACTLY_ONCE",
    "execution.checkpointing.unaligned.enabled, true, set it to false",
    "execution.state-recovery.ignore-unclaimed-state, true, do not pass -n",
    "execution.checkpointing.checkpoints-after-tasks-finish, false, set it to true",
  })
  void aSettingThatLosesOrDoublesRunsIsRefused(String key, String value, String advice) {
    flink.setString(key, value);

    assertThatThrownBy(() -> StartConditions.check(flink))
        .isInstanceOf(OptionsException.class)
        .hasMessageStartingWith("start the job: Flink's " + key + " is ")
        .hasMessageContaining(advice);
  }

  @ParameterizedTest
  @CsvSource({
    "execution.checkpointing.interval, for example to 10 s",
    "pipeline.max-parallelism, for example to 128",
  })
  void aMissingSettingIsNamedWithWhatToSet(String key, String advice) {
    flink.removeKey(key);

    assertThatThrownBy(() -> StartConditions.check(flink))
        .isInstanceOf(OptionsException.class)
        .hasMessageStartingWith("start the job: Flink's " + key + " not set")
        .hasMessageContaining(advice);
  }

  private static Configuration sound() {
    Configuration flink = new Configuration();
    flink.setString("execution.checkpointing.interval", "10 s");
    flink.setString("pipeline.max-parallelism", "128");
    return flink;
  }
}
