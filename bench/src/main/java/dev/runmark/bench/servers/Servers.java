package dev.runmark.bench.servers;

import dev.runmark.embedded.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Real servers, each in a process of its own. */
public final class Servers implements AutoCloseable {

  private static final int HEAP = 1024;

  private final Map<String, ServerProcess> processes = new LinkedHashMap<>();

  private final Path directory;

  private Servers(Path directory) {
    this.directory = directory;
  }

  /**
   * Starts servers.
   *
   * @param directory each has one of its own in it
   */
  public static Servers start(Path directory, ServerKind... kinds) throws IOException {
    Servers servers = new Servers(directory);
    try {
      for (ServerKind kind : kinds) {
        servers.start(kind, kind.process());
      }
    } catch (IOException | RuntimeException e) {
      servers.close();
      throw e;
    }
    return servers;
  }

  private void start(ServerKind kind, String name) throws IOException {
    processes.put(name, ServerProcess.start(kind, directory.resolve(name), HEAP, Map.of()));
  }

  /**
   * Starts Runmark's HTTP API beside them.
   *
   * @param name of its process
   * @param options a whole file of them
   * @return where it listens
   */
  public URI serve(String name, Path options) throws IOException {
    Path own = Files.createDirectories(directory.resolve(name));
    Files.copy(options, own.resolve(ServerKind.API_OPTIONS));
    start(ServerKind.API, name);
    return URI.create("http://127.0.0.1:" + process(name).answer("port"));
  }

  public String bootstrapServers() {
    return process(ServerKind.KAFKA).answer("servers");
  }

  public S3Access s3() {
    ServerProcess s3 = process(ServerKind.S3);
    return new S3Access(
        URI.create(s3.answer("endpoint")),
        s3.answer("region"),
        s3.answer("access-key"),
        s3.answer("secret-key"));
  }

  public PostgresAccess postgres() {
    ServerProcess postgres = process(ServerKind.POSTGRES);
    return new PostgresAccess(
        postgres.answer("url"), postgres.answer("user"), postgres.answer("password"));
  }

  /**
   * CPU of each server's process.
   *
   * @param own under which name this one's counts
   */
  public CpuClock cpu(String own) throws SQLException {
    Map<String, Long> pids = new HashMap<>();
    pids.put(own, ProcessHandle.current().pid());
    processes.forEach(
        (name, process) -> {
          if (!name.equals(ServerKind.POSTGRES.process())) {
            pids.put(name, process.pid());
          }
        });
    return new CpuClock(pids, postgres().postmaster());
  }

  private ServerProcess process(ServerKind kind) {
    return process(kind.process());
  }

  private ServerProcess process(String name) {
    ServerProcess process = processes.get(name);
    if (process == null) {
      throw new IllegalStateException(name + ": it does not run");
    }
    return process;
  }

  @Override
  public void close() throws IOException {
    @Nullable IOException failure = null;
    List<ServerProcess> lastFirst = new ArrayList<>(processes.values());
    Collections.reverse(lastFirst);
    for (ServerProcess process : lastFirst) {
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
