package dev.runmark.proof.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A soft limit of a process that runs, lowered until it is restored, by prlimit of util-linux.
 * Without that program it fails: nothing here is taken for done that was not.
 */
final class ProcessLimit {

  private final long process;
  private final String name;
  private final String before;

  private ProcessLimit(long process, String name, String before) {
    this.process = process;
    this.name = name;
    this.before = before;
  }

  /**
   * From now on no write makes a file longer: it fails with EFBIG, "File too large". Pipes and
   * sockets are free of it.
   */
  static ProcessLimit noLongerFiles(long process) throws IOException, InterruptedException {
    return lowered(process, "fsize", "0");
  }

  /**
   * From now on there is no file or socket more than the process has open: it fails with EMFILE,
   * "Too many open files".
   */
  static ProcessLimit noMoreHandles(long process) throws IOException, InterruptedException {
    Set<Integer> open;
    try (Stream<Path> handles = Files.list(Path.of("/proc/" + process + "/fd"))) {
      open =
          handles
              .map(handle -> Integer.valueOf(handle.getFileName().toString()))
              .collect(Collectors.toSet());
    }
    int free = 0;
    while (open.contains(free)) {
      free++;
    }
    return lowered(process, "nofile", Integer.toString(free));
  }

  /**
   * Fails with what to do about it.
   *
   * @throws IOException when this machine has no prlimit
   */
  static void require() throws IOException, InterruptedException {
    run(List.of("prlimit", "--version"));
  }

  private static ProcessLimit lowered(long process, String name, String soft)
      throws IOException, InterruptedException {
    String before =
        run(List.of(
                "prlimit",
                "--pid=" + process,
                "--" + name,
                "--raw",
                "--noheadings",
                "--output=SOFT"))
            .strip();
    ProcessLimit limit = new ProcessLimit(process, name, before);
    limit.set(soft);
    return limit;
  }

  private void set(String soft) throws IOException, InterruptedException {
    run(List.of("prlimit", "--pid=" + process, "--" + name + "=" + soft + ":"));
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process prlimit;
    try {
      prlimit = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException(
          "limits of processes: no prlimit here (util-linux); leave out file-size-limit and"
              + " file-handle-limit by --faults",
          e);
    }
    String said = new String(prlimit.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = prlimit.waitFor();
    if (exit != 0) {
      throw new IOException(String.join(" ", command) + ": exit " + exit + ", " + said.strip());
    }
    return said;
  }

  /** As it was before; of a process that has ended there is nothing to give back. */
  void restore() throws IOException, InterruptedException {
    if (ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false)) {
      set(before);
    }
  }
}
