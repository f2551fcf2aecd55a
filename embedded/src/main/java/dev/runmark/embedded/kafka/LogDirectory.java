package dev.runmark.embedded.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/** Gives a broker's log directory its cluster id; Kafka starts on no other. */
final class LogDirectory {

  private LogDirectory() {}

  /** Leaves a directory alone that has its id. */
  static void format(BrokerSettings broker) throws IOException {
    if (Files.exists(broker.logs().resolve("meta.properties"))) {
      return;
    }
    try (PrintStream quiet =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(quiet)
          .setNodeId(BrokerSettings.NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
          .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
          .addDirectory(broker.logs().toString())
          .setMetadataLogDirectory(broker.logs().toString())
          .run();
    } catch (Exception e) {
      throw new IOException("formatting Kafka's directory " + broker.logs() + ": " + e, e);
    }
  }
}
