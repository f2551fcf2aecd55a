package dev.runmark.job.kafka;

import dev.runmark.job.options.KafkaOptions;
import dev.runmark.options.TenantOptions;
import dev.runmark.storage.index.PostgresTenants;
import dev.runmark.storage.index.RecordedTenants;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether what is read again would get the tenant that it was stored for. Under another one it
 * would be another run: each of them twice, and one where its owner does not look. Made at every
 * start; what is recorded of a topic is what its newest start was told.
 *
 * <p>A replay must have the very policy: all that it reads was read before.
 */
final class OtherTenants implements StartCheck {

  private final TenantOptions options;
  private final KafkaOptions kafka;
  private final SourceIndex index;

  OtherTenants(TenantOptions options, KafkaOptions kafka, SourceIndex index) {
    this.options = options;
    this.kafka = kafka;
    this.index = index;
  }

  @Override
  public void run() throws IOException {
    if (kafka.bounded() || !options.acceptOther()) {
      refuseOther(new PostgresTenants(index.resolve()).recorded(kafka.topics()));
    }
  }

  /** To be called when nothing else refuses the start. */
  void record() throws IOException {
    if (!kafka.bounded()) {
      new PostgresTenants(index.resolve()).record(kafka.topics(), wanted(), options.acceptOther());
      // Another start may have recorded its own at the same time.
      run();
    }
  }

  private RecordedTenants wanted() {
    return new RecordedTenants(options.fallback(), options.fromHeader());
  }

  private void refuseOther(Map<String, RecordedTenants> recorded) {
    List<String> other = new ArrayList<>();
    new TreeMap<>(recorded)
        .forEach(
            (topic, was) -> {
              if (!was.equals(wanted())) {
                other.add("of topic " + topic + " they were " + told(was));
              }
            });
    if (!other.isEmpty()) {
      throw new PositionRefusedException(
          (kafka.bounded() ? "replay" : "start")
              + " with other tenants than runs were stored for: tenants are "
              + told(wanted())
              + ", "
              + String.join(", ", other)
              + "; what is read again would be stored again, for another tenant. "
              + (kafka.bounded()
                  ? "Set what was"
                  : "Set what was, or tenants.accept-other: true when nothing is read again"));
    }
  }

  private static String told(RecordedTenants tenants) {
    return "default: " + tenants.fallback() + ", from-header: " + tenants.fromHeader();
  }
}
