package dev.runmark.bench.recovery;

import dev.runmark.bench.measure.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What was found out with one setting; all in seconds, and the most is the worst. */
public record RecoveryResult(
    String heartbeat, Spread noticed, Spread running, Spread visible, List<Kill> kills) {

  static RecoveryResult of(Heartbeat heartbeat, List<Kill> kills) {
    return new RecoveryResult(
        heartbeat.toString(),
        spread(kills, Kill::noticed),
        spread(kills, Kill::running),
        spread(kills, Kill::visible),
        kills);
  }

  private static Spread spread(List<Kill> kills, ToDoubleFunction<Kill> value) {
    return Spread.of(kills.stream().mapToDouble(value).toArray());
  }
}
