package dev.runmark.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Of a JVM that appends to a file whenever it is asked to: what becomes of it, and of the JVM. */
@EnabledOnOs(OS.LINUX)
class ProcessLimitIT {

  @TempDir Path directory;
  private Process process;
  private Writer ask;
  private BufferedReader answers;

  /** One file opened and written to for each line that is read. */
  static final class Appender {
    public static void main(String[] arguments) throws IOException {
      Path file = Path.of(arguments[0]);
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(outcome(file, line));
      }
    }

    /** The file is closed by then: an answer tells of a process that holds no handle of it. */
    private static String outcome(Path file, String line) {
      try {
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return "written";
      } catch (IOException e) {
        return e.getMessage();
      }
    }
  }

  @BeforeEach
  void start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of("target", "test-classes").toString(),
                Appender.class.getName(),
                directory.resolve("file").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ask = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  @AfterEach
  void stop() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private String append() throws IOException {
    ask.write("a line\n");
    ask.flush();
    return answers.readLine();
  }

  @Test
  void writesFailAndTheProcessLivesAndWritesAgain() throws Exception {
    assertThat(append()).isEqualTo("written");
    ProcessLimit limit = ProcessLimit.noLongerFiles(process.pid());
    assertThat(append()).isEqualTo("File too large");
    limit.restore();
    assertThat(append()).isEqualTo("written");
  }

  @Test
  void noFileIsOpenedAndLaterOneIs() throws Exception {
    assertThat(append()).isEqualTo("written");
    ProcessLimit limit = ProcessLimit.noMoreHandles(process.pid());
    assertThat(append()).endsWith("Too many open files");
    limit.restore();
    assertThat(append()).isEqualTo("written");
  }

  @Test
  void aProcessThatIsGoneHasNoLimitsAndNothingToRestore() throws Exception {
    ProcessLimit limit = ProcessLimit.noLongerFiles(process.pid());
    stop();
    limit.restore();
    assertThatThrownBy(() -> ProcessLimit.noLongerFiles(process.pid()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("prlimit --pid=" + process.pid() + " --fsize");
  }
}
