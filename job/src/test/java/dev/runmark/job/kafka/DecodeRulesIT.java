package dev.runmark.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.job.options.DecodeOptions;
import dev.runmark.job.options.EndOptions;
import dev.runmark.job.options.KafkaOptions;
import dev.runmark.job.options.StartOptions;
import dev.runmark.job.testing.SourceSetting;
import dev.runmark.job.testing.Topics;
import dev.runmark.options.TenantOptions;
import dev.runmark.storage.index.PostgresLimits;
import dev.runmark.storage.index.RecordedLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With which limits and tenants runs are decoded is recorded, on a real broker and a real index.
 */
class DecodeRulesIT {

  private static final List<String> NAMES =
      List.of("record", "string", "depth", "digits", "keys", "events");

  private static SourceSetting setting;
  private static Topics topics;

  @BeforeAll
  static void startServers(@TempDir Path directory) throws Exception {
    setting = SourceSetting.open(directory);
    topics = setting.topics();
  }

  @AfterAll
  static void stopServers() throws Exception {
    setting.close();
  }

  @Test
  void otherTenantsAreRefusedUnlessAcceptedAndThenRecorded() throws Exception {
    TenantOptions ours = new TenantOptions("default", false, false);
    begin(ours, "ours");
    begin(new TenantOptions("acme", true, false), "theirs");
    begin(ours, "ours");
    TenantOptions other = new TenantOptions("acme", false, false);
    assertThatThrownBy(() -> begin(other, "ours", "theirs", "new"))
        .isInstanceOf(PositionRefusedException.class)
        .hasMessageContaining("start with other tenants than runs were stored for")
        .hasMessageContaining("tenants are default: acme, from-header: false,")
        .hasMessageContaining("of topic ours they were default: default, from-header: false,")
        .hasMessageContaining("of topic theirs they were default: acme, from-header: true;")
        .hasMessageContaining("tenants.accept-other: true");
    assertThatThrownBy(() -> check(other, EndOptions.NONE, "ours").record())
        .as("another start recorded its own meanwhile")
        .isInstanceOf(PositionRefusedException.class);

    begin(new TenantOptions("acme", false, true), "ours");
    begin(other, "ours");
    assertThatThrownBy(() -> begin(ours, "ours")).isInstanceOf(PositionRefusedException.class);
  }

  @Test
  void aReplayHasTheVeryTenantsAndRecordsNone() throws Exception {
    EndOptions end = new EndOptions(EndOptions.Mode.LATEST, null, List.of());
    begin(new TenantOptions("default", false, false), "again");
    TenantOptions other = new TenantOptions("default", true, true);
    assertThatThrownBy(() -> check(other, end, "again").run())
        .isInstanceOf(PositionRefusedException.class)
        .hasMessageContaining("replay with other tenants than runs were stored for")
        .hasMessageEndingWith("Set what was");
    check(other, end, "again", "never").record();
    check(new TenantOptions("default", false, false), end, "again").run();
    assertThat(setting.index().number("SELECT count(*) FROM tenant_policies WHERE topic = 'never'"))
        .isZero();
  }

  private static void begin(TenantOptions tenants, String... topics) throws IOException {
    OtherTenants check = check(tenants, EndOptions.NONE, topics);
    check.run();
    check.record();
  }

  private static OtherTenants check(TenantOptions tenants, EndOptions end, String... topics) {
    KafkaOptions any = setting.kafka("any", StartOptions.EARLIEST, end);
    KafkaOptions read =
        new KafkaOptions(
            any.clients(),
            List.of(topics),
            any.group(),
            any.start(),
            any.end(),
            any.partitionDiscovery());
    return new OtherTenants(tenants, read, setting.address());
  }

  @Test
  void stricterLimitsAreRefusedUnlessAcceptedAndLargerOnesRecorded() throws Exception {
    setting.index().execute("DELETE FROM decode_limits");
    limits(100, false);
    limits(200, false);
    assertThatThrownBy(() -> limits(199, false))
        .isInstanceOf(PositionRefusedException.class)
        .hasMessageContaining("decode.depth is 199, was 200;")
        .hasMessageContaining("decode.accept-stricter: true");
    assertThat(setting.index().number("SELECT depth FROM decode_limits")).isEqualTo(200);
    limits(150, true);
    assertThat(setting.index().number("SELECT depth FROM decode_limits")).isEqualTo(200);
    assertThatThrownBy(() -> limits(150, false)).isInstanceOf(PositionRefusedException.class);
  }

  /** One is larger than what is recorded, all others are smaller. */
  @Test
  void eachLimitIsComparedAndRaisedByItself() throws Exception {
    PostgresLimits index = new PostgresLimits(setting.index().writer());
    for (int raised = 0; raised < NAMES.size(); raised++) {
      setting.index().execute("DELETE FROM decode_limits");
      index.raise(limits(-1, 2_000));
      RecordedLimits mixed = limits(raised, 1_000);

      index.raise(mixed);

      assertThat(index.recorded()).as(NAMES.get(raised)).isEqualTo(limits(raised, 2_000));
      String name = NAMES.get(raised);
      assertThatThrownBy(() -> StricterLimits.refuse(limits(-1, 2_000), mixed))
          .isInstanceOf(PositionRefusedException.class)
          .satisfies(
              refused ->
                  assertThat(NAMES)
                      .allMatch(
                          each ->
                              refused.getMessage().contains("decode." + each + " is 1000, was 2000")
                                  != each.equals(name)));
    }
  }

  /**
   * @param larger the number of the one that is 3000
   * @param others what all others are
   */
  private static RecordedLimits limits(int larger, int others) {
    int[] limits = new int[NAMES.size()];
    for (int i = 0; i < limits.length; i++) {
      limits[i] = i == larger ? 3_000 : others;
    }
    return new RecordedLimits(limits[0], limits[1], limits[2], limits[3], limits[4], limits[5]);
  }

  @Test
  void aReplayHasTheVeryLimitsAndRecordsNone() throws Exception {
    setting.index().execute("DELETE FROM decode_limits");
    limits(200, false);
    for (boolean accepted : new boolean[] {false, true}) {
      for (int other : new int[] {199, 201}) {
        assertThatThrownBy(() -> check(other, accepted, true).run())
            .isInstanceOf(PositionRefusedException.class)
            .hasMessageContaining("decode.depth is " + other + ", was 200;");
      }
    }
    check(200, false, true).run();
    check(300, false, true).record();
    assertThat(setting.index().number("SELECT depth FROM decode_limits")).isEqualTo(200);
  }

  private static void limits(int depth, boolean acceptStricter) throws IOException {
    StricterLimits limits = check(depth, acceptStricter, false);
    limits.run();
    limits.record();
  }

  private static StricterLimits check(int depth, boolean acceptStricter, boolean replay) {
    MemorySize size = MemorySize.ofMebiBytes(1);
    return new StricterLimits(
        new DecodeOptions(size, size, depth, 100, 100, 100, acceptStricter),
        replay,
        setting.address());
  }
}
