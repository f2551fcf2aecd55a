package dev.runmark.proof.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.failpoint.WatchedFailPoints;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is released has no fail points: nobody is told of them, and nobody can be by accident. */
class ReleaseJarIT {

  private static final String PROGRAM =
      """
      import dev.runmark.storage.failpoint.FailPoint;

      public class Program {
        public static void main(String[] arguments) {
          FailPoint.APPEND.reached();
          System.out.println("watched: " + FailPoint.areWatched());
        }
      }
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"runmark.job.jar", "runmark.api.jar"})
  void aReleaseHasNoFailPoints(String property) throws Exception {
    Path jar = Path.of(System.getProperty(property));
    assertThat(jar).as("built by: mvn package -pl job,reader -am").isRegularFile();
    assertThat(start(jar.toString())).isEqualTo("watched: false\n");
    try (ZipFile entries = new ZipFile(jar.toFile())) {
      assertThat(entries.stream().map(Object::toString))
          .anyMatch(name -> name.endsWith("/FailPoint.class"))
          .noneMatch(name -> name.contains("FailPoint$Listener") && name.contains("services"))
          .noneMatch(name -> name.contains("WatchedFailPoints"));
    }
    // With the tests' jar beside it the same program says the opposite.
    Path tests =
        Path.of(
            WatchedFailPoints.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertThat(start(jar + File.pathSeparator + tests)).isEqualTo("watched: true\n");
  }

  private String start(String classPath) throws Exception {
    Path program = directory.resolve("Program.java");
    Path output = directory.resolve("output");
    Files.writeString(program, PROGRAM);
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                classPath,
                program.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
