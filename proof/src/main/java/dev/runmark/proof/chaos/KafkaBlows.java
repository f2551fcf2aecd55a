package dev.runmark.proof.chaos;

import dev.runmark.embedded.faults.KafkaProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Kafka: the job cut off at a request, the broker stopped and continued, killed and started. */
final class KafkaBlows {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Requests of the job, by their numbers in Kafka's protocol guide. */
  private enum Request {
    PRODUCE(0),
    FETCH(1),
    OFFSET_COMMIT(8);

    private final int key;

    Request(int key) {
      this.key = key;
    }
  }

  private KafkaBlows() {}

  static List<Variant> variants() {
    List<Variant> all = new ArrayList<>();
    for (Request request : Request.values()) {
      for (boolean delivered : new boolean[] {false, true}) {
        String name = request.name().toLowerCase(Locale.ROOT).replace('_', '-');
        all.add(
            new Variant(
                FaultKind.KAFKA_CUT,
                (delivered ? "after " : "before ") + name,
                theatre -> cut(theatre, request, delivered)));
      }
    }
    all.add(new Variant(FaultKind.KAFKA_PAUSE, "", KafkaBlows::paused));
    all.add(new Variant(FaultKind.KAFKA_RESTART, "", KafkaBlows::restarted));
    return all;
  }

  private static boolean cut(Theatre theatre, Request request, boolean delivered)
      throws InterruptedException {
    KafkaProxy proxy = theatre.servers().kafkaProxy();
    proxy.cutAt(request.key, delivered);
    boolean met = Theatre.soon(PATIENCE, proxy::fired);
    if (met) {
      theatre.pause(0, 5);
    }
    proxy.disarm();
    proxy.heal();
    return met;
  }

  private static boolean paused(Theatre theatre) throws Exception {
    theatre.servers().process(ChaosServer.KAFKA).pause();
    try {
      theatre.pause(4, 12);
    } finally {
      theatre.servers().process(ChaosServer.KAFKA).resume();
    }
    return true;
  }

  private static boolean restarted(Theatre theatre) throws Exception {
    theatre.servers().process(ChaosServer.KAFKA).kill();
    theatre.pause(0, 5);
    theatre.servers().start(ChaosServer.KAFKA);
    return true;
  }
}
