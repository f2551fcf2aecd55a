package dev.runmark.job.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.options.OptionKey;
import dev.runmark.options.OptionsException;
import dev.runmark.options.ServerOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Job and HTTP API read one file: neither refuses what is the other's. */
class ServerOptionsTest {

  private record Key(String path, OptionKey.Kind kind) {}

  private static List<Key> keys(List<OptionKey> keys) {
    return keys.stream().map(key -> new Key(key.path(), key.kind())).toList();
  }

  @Test
  void bothKnowTheSameKeys() {
    assertThat(keys(ServerOptions.KEYS))
        .containsExactlyInAnyOrderElementsOf(keys(RunmarkOptions.KEYS));
  }

  @Test
  void theServerReadsTheJobsFile() {
    ServerOptions options = read(OptionsText.with("window: {gap: 5 s}"));

    assertThat(options.topic()).isEqualTo("runs");
    assertThat(options.api().listen().port()).isEqualTo(8090);
  }

  @Test
  void whatIsWrongStopsBoth() {
    refusedByBoth("api: {bodies: 1 MiB}", "unknown key");
    refusedByBoth("api: {listen: \"0.0.0.0:8090\"}", "set api.tokens");
    refusedByBoth("api: {listen: \"0.0.0.0:8090\", tokens: /none}", "without TLS");
    refusedByBoth("api: {listen: \"localhost:70000\"}", "65535");
    refusedByBoth("api: {body: 2 GiB}", "api.body");
    refusedByBoth(
        "api: {body: 600 MiB}", "api.spool: 1073741824 bytes, wanted at least 1258291200");
    refusedByBoth("api: {producers: 0}", "api.producers");
  }

  private static void refusedByBoth(String lines, String why) {
    String text = OptionsText.with(lines);
    assertThat(OptionsText.refusal(text)).contains(why);
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(OptionsException.class)
        .hasMessageContaining(why);
  }

  private static ServerOptions read(String text) {
    return ServerOptions.parse(OptionsText.FILE, text, Map.of());
  }
}
