package dev.runmark.bench.ingest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kafka, S3 and PostgreSQL, each in a process of its own, for all pipelines alike. */
final class Servers implements AutoCloseable {

  private final Map<ServerKind, ServerProcess> processes = new EnumMap<>(ServerKind.class);

  static Servers start(Path directory) throws IOException {
    Servers servers = new Servers();
    try {
      for (ServerKind kind : ServerKind.values()) {
        servers.processes.put(kind, ServerProcess.start(kind, directory));
      }
    } catch (IOException | RuntimeException e) {
      servers.close();
      throw e;
    }
    return servers;
  }

  String bootstrapServers() {
    return process(ServerKind.KAFKA).answer("servers");
  }

  S3Access s3() {
    ServerProcess s3 = process(ServerKind.S3);
    return new S3Access(
        URI.create(s3.answer("endpoint")),
        s3.answer("region"),
        s3.answer("access-key"),
        s3.answer("secret-key"));
  }

  PostgresAccess postgres() {
    ServerProcess postgres = process(ServerKind.POSTGRES);
    return new PostgresAccess(
        postgres.answer("url"), postgres.answer("user"), postgres.answer("password"));
  }

  /** CPU of each server's process, and of this one, which is Flink's. */
  CpuClock cpu() throws SQLException {
    return new CpuClock(
        Map.of(
            "flink", ProcessHandle.current().pid(),
            "kafka", process(ServerKind.KAFKA).pid(),
            "s3", process(ServerKind.S3).pid()),
        postgres().postmaster());
  }

  private ServerProcess process(ServerKind kind) {
    ServerProcess process = processes.get(kind);
    if (process == null) {
      throw new IllegalStateException(kind.process() + ": it does not run");
    }
    return process;
  }

  @Override
  public void close() throws IOException {
    @Nullable IOException failure = null;
    for (ServerProcess process : processes.values()) {
      try {
        process.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
