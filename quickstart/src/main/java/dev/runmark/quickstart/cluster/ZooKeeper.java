package dev.runmark.quickstart.cluster;

import dev.runmark.embedded.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * One ZooKeeper, of the jars that Flink comes with: where a highly available cluster keeps who
 * leads it and which jobs it has. What it keeps lies below the cluster's directory and outlives it.
 */
final class ZooKeeper {

  private static final String NAME = "zookeeper";

  private final ClusterDirectory directory;
  private final int port;

  ZooKeeper(ClusterDirectory directory) throws IOException {
    this.directory = directory;
    this.port = Ports.free(0);
  }

  /** Flink's keys of a cluster that uses it. */
  Map<String, String> configuration() {
    return Map.of(
        "high-availability.type",
        "zookeeper",
        "high-availability.zookeeper.quorum",
        "127.0.0.1:" + port,
        "high-availability.zookeeper.path.root",
        "/runmark",
        "high-availability.storageDir",
        directory.root().resolve("ha").toUri().toString());
  }

  /** Starts it; it answers some seconds later, for which Flink waits. */
  ChildProcess start(FlinkJvm jvm) throws IOException {
    Files.write(
        directory.conf().resolve("zoo.cfg"),
        List.of(
            "dataDir=" + Files.createDirectories(directory.root().resolve(NAME)),
            "clientPort=" + port,
            "clientPortAddress=127.0.0.1",
            "admin.enableServer=false",
            "tickTime=1000"));
    return ChildProcess.start(NAME, directory, jvm.zooKeeper(NAME, "zoo.cfg"), jvm.environment());
  }
}
