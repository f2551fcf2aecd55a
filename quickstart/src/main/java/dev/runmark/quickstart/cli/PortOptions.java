package dev.runmark.quickstart.cli;

import dev.runmark.embedded.PortInUseException;
import dev.runmark.embedded.Ports;
import dev.runmark.quickstart.local.LocalPorts;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The ports of the quickstart. A wanted one must be free; else the usual one, or any, is taken. */
final class PortOptions {

  @Option(
      names = "--ui-port",
      paramLabel = "PORT",
      description = "port of Flink's web UI (default: 8081, or any free one)")
  private @Nullable Integer ui;

  @Option(
      names = "--api-port",
      paramLabel = "PORT",
      description = "port of the HTTP API (default: 8090, or any free one)")
  private @Nullable Integer api;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      description = "port of Kafka (default: 9092, or any free one)")
  private @Nullable Integer kafka;

  @Option(
      names = "--s3-port",
      paramLabel = "PORT",
      description = "port of S3 (default: 9000, or any free one)")
  private @Nullable Integer s3;

  @Option(
      names = "--postgres-port",
      paramLabel = "PORT",
      description = "port of PostgreSQL (default: 5432, or any free one); 0 takes any, as always")
  private @Nullable Integer postgres;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private final Map<Integer, String> taken = new HashMap<>();

  /**
   * The ports to use.
   *
   * @throws ParameterException naming the option whose port is not free
   */
  LocalPorts choose() throws IOException {
    taken.clear();
    return new LocalPorts(
        choose("--ui-port", ui, 8081),
        choose("--api-port", api, 8090),
        choose("--kafka-port", kafka, 9092),
        choose("--s3-port", s3, 9000),
        choose("--postgres-port", postgres, 5432));
  }

  private int choose(String option, @Nullable Integer wanted, int usual) throws IOException {
    int port = wanted == null ? usualOrAny(usual) : wanted(option, wanted);
    String other = taken.put(port, option);
    if (other != null) {
      throw refused(option + " " + port + ": " + other + " has the same");
    }
    return port;
  }

  private static int usualOrAny(int usual) throws IOException {
    try {
      return Ports.free(usual);
    } catch (PortInUseException e) {
      return Ports.free(0);
    }
  }

  private int wanted(String option, int port) throws IOException {
    if (port < 0 || port > 65_535) {
      throw refused(option + " " + port + ": wanted 0 to 65535");
    }
    try {
      return Ports.free(port);
    } catch (PortInUseException e) {
      throw refused(option + " " + port + ": " + e.getMessage() + "; 0 takes any free port");
    }
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
