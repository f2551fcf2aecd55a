package dev.runmark.embedded.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The files of one PostgreSQL server below a directory, and the commands that act on them: {@code
 * data} (the cluster), {@code server.log}, {@code superuser.password}, and the programs.
 */
record Cluster(Path directory, PostgresSoftware software) {

  static final String SUPERUSER = "postgres";

  private static final String SETTINGS_FILE = "embedded.conf";
  private static final int START_SECONDS = 60;
  private static final int LOG_TAIL = 4_000;

  /** The cluster in the directory, created at the first use. */
  static Cluster open(Path directory, ServerAccount account) throws IOException {
    Cluster cluster = new Cluster(directory, PostgresSoftware.below(directory, account));
    if (Files.notExists(cluster.data(), LinkOption.NOFOLLOW_LINKS)) {
      cluster.create();
    }
    return cluster;
  }

  String password() throws IOException {
    return Files.readString(passwordFile());
  }

  boolean running() throws IOException {
    return control("status").succeeded();
  }

  /** Starts the server on the port; at every start all settings are written anew. */
  void start(int port, Map<String, String> settings) throws IOException {
    configure(port, settings);
    if (Files.notExists(log())) {
      Files.createFile(log());
    }
    account().own(log());
    long before = Files.size(log());
    Command.Result result =
        control("start", "-w", "-t", "" + START_SECONDS, "-l", log().toString());
    if (!result.succeeded()) {
      throw new IOException(
          "starting PostgreSQL in "
              + directory
              + " on port "
              + port
              + ": "
              + result.output()
              + "\nthe end of "
              + log()
              + ":\n"
              + logTail(before));
    }
  }

  void stop(StopMode mode) throws IOException {
    Command.Result result = control("stop", "-w", "-m", mode.option());
    if (!result.succeeded()) {
      throw new IOException("stopping PostgreSQL in " + directory + ": " + result.output());
    }
  }

  private void create() throws IOException {
    Files.writeString(passwordFile(), UUID.randomUUID().toString());
    Files.setPosixFilePermissions(passwordFile(), PosixFilePermissions.fromString("rw-------"));
    account().own(passwordFile());
    // Renamed only when complete: a process killed in between leaves no half of a cluster behind.
    Path unfinished = Files.createTempDirectory(directory, "creating");
    account().own(unfinished);
    List<String> options =
        List.of(
            "--pgdata=" + unfinished,
            // All that is written later is synced; a cluster this young can be made again.
            "--no-sync",
            "--username=" + SUPERUSER,
            "--pwfile=" + passwordFile(),
            "--auth=scram-sha-256",
            "--encoding=UTF8");
    Command.Result result =
        software.run(
            "initdb",
            Stream.concat(options.stream(), PostgresRelease.bundled().localeOptions().stream())
                .toList());
    if (!result.succeeded()) {
      throw new IOException(
          "creating a PostgreSQL cluster in " + directory + ": " + result.output());
    }
    Files.writeString(unfinished.resolve("postgresql.conf"), "include '" + SETTINGS_FILE + "'\n");
    Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void configure(int port, Map<String, String> settings) throws IOException {
    Map<String, String> all = new TreeMap<>();
    all.put("listen_addresses", "127.0.0.1");
    all.put("unix_socket_directories", "");
    all.put("port", "" + port);
    all.put("fsync", "on");
    all.put("synchronous_commit", "on");
    all.put("timezone", "UTC");
    all.put("log_timezone", "UTC");
    all.put("log_line_prefix", "%m [%p] %a ");
    all.putAll(settings);
    StringBuilder text = new StringBuilder();
    all.forEach(
        (key, value) ->
            text.append(key).append(" = '").append(value.replace("'", "''")).append("'\n"));
    Path file = data().resolve(SETTINGS_FILE);
    Files.writeString(file, text);
    account().own(file);
  }

  private Command.Result control(String... words) throws IOException {
    return software.run(
        "pg_ctl", Stream.concat(Stream.of("-D", data().toString()), Arrays.stream(words)).toList());
  }

  private String logTail(long from) throws IOException {
    byte[] all = Files.readAllBytes(log());
    int start = (int) Math.max(Math.min(from, all.length), all.length - (long) LOG_TAIL);
    return new String(all, start, all.length - start, StandardCharsets.UTF_8).strip();
  }

  private ServerAccount account() {
    return software.account();
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Path log() {
    return directory.resolve("server.log");
  }

  private Path passwordFile() {
    return directory.resolve("superuser.password");
  }
}
