package dev.runmark.bench.list;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.embedded.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The JVM that lists.
 *
 * @param heap MiB that it has at most
 */
record Pager(Path directory, int heap) {

  /** The lists, one after the other. */
  List<WholeList> run(String name, PagerTask task) throws IOException, InterruptedException {
    Path own = Files.createDirectories(directory.resolve(name));
    Path question = own.resolve("task.json");
    Path answer = own.resolve("answer.json");
    // It holds passwords: nobody else's from the first byte on.
    Files.createFile(
        question,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    ObjectMapper json = new ObjectMapper();
    json.writeValue(question.toFile(), task);
    Path log = own.resolve("pager.err");
    Process process =
        new ProcessBuilder(
                JavaCommand.of(PagerMain.class, heap, own, question.toString(), answer.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exit;
    try {
      exit = process.waitFor();
    } finally {
      process.destroyForcibly();
    }
    if (exit != 0) {
      String said = Files.readString(log);
      throw new IOException(
          "listing "
              + name
              + ": exit code "
              + exit
              + ": "
              + said.substring(Math.max(0, said.length() - 2000)));
    }
    return json.readValue(answer.toFile(), PagerMain.Answer.class).lists();
  }
}
