package dev.runmark.embedded.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A TCP socket that waits for connections, as Linux lists it.
 *
 * @param address in hexadecimal, each four bytes in the machine's order
 */
record ListeningSocket(String address, int port) {

  private static final String LISTEN = "0A";

  static List<ListeningSocket> ofThisProcessAndItsChildren() throws IOException {
    Set<String> sockets = new HashSet<>();
    List<ProcessHandle> processes =
        Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
            .toList();
    for (ProcessHandle process : processes) {
      sockets.addAll(openFiles(process));
    }
    List<ListeningSocket> found = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] fields = line.trim().split(" +");
        if (fields[3].equals(LISTEN) && sockets.contains("socket:[" + fields[9] + "]")) {
          String[] local = fields[1].split(":");
          found.add(new ListeningSocket(local[0], Integer.parseInt(local[1], 16)));
        }
      }
    }
    return found;
  }

  private static Set<String> openFiles(ProcessHandle process) throws IOException {
    Set<String> names = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      for (Path file : files.toList()) {
        try {
          names.add(Files.readSymbolicLink(file).toString());
        } catch (IOException closedMeanwhile) {
          continue;
        }
      }
    }
    return names;
  }

  /** 127.0.0.1, also as a mapped one, or ::1. */
  boolean isLoopback() {
    return address.endsWith("0100007F") || address.equals("0".repeat(24) + "01000000");
  }
}
