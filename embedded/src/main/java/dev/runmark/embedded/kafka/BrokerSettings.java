package dev.runmark.embedded.kafka;

import dev.runmark.embedded.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What makes one process broker and controller of a cluster of one. */
record BrokerSettings(Path logs, String address, String controllerAddress) {

  static final int NODE = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  static BrokerSettings of(Path logs, int port) throws IOException {
    return new BrokerSettings(logs, "127.0.0.1:" + port, "127.0.0.1:" + Ports.free(0));
  }

  Map<String, String> over(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("node.id", "" + NODE);
    all.put("process.roles", "broker,controller");
    all.put("listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controllerAddress);
    all.put("advertised.listeners", "PLAINTEXT://" + address);
    all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    all.put("controller.listener.names", CONTROLLER_LISTENER);
    all.put("controller.quorum.voters", NODE + "@" + controllerAddress);
    all.put("log.dirs", logs.toString());
    all.put("auto.create.topics.enable", "false");
    all.put("group.initial.rebalance.delay.ms", "0");
    // Kafka's own topics for a cluster of one: the defaults want three brokers and 50 partitions.
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      all.put(topic + ".replication.factor", "1");
      all.put(topic + ".num.partitions", "4");
    }
    all.put("transaction.state.log.min.isr", "1");
    all.put("share.coordinator.state.topic.replication.factor", "1");
    all.put("share.coordinator.state.topic.min.isr", "1");
    // On the heap from the start; the default of 128 MB is for millions of compacted keys.
    all.put("log.cleaner.dedupe.buffer.size", "4194304");
    all.putAll(settings);
    return all;
  }
}
