package dev.runmark.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.storage.part.Compression;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that stands alone, as a container starts it. */
class ApiJarIT {

  private static final Pattern ADDRESS = Pattern.compile("serving (http://127\\.0\\.0\\.1:\\d+) ");
  private static final int TERMINATED = 128 + 15;

  @TempDir private Path directory;

  @Test
  void servesWithNothingElseOnItsClassPath() throws Exception {
    try (ApiScene scene = ApiScene.open()) {
      scene.stores.commit(Compression.ZSTD, Lines.create(1));
      Path config = directory.resolve("runmark.yaml");
      Files.writeString(config, scene.text(scene.kafka.bootstrapServers()));
      Process server = start(config);
      try {
        String address = address(server);

        awaitReady(address);
        assertThat(get(address + "/runs/" + Lines.id(1)).body()).isEqualTo(Lines.json(1));
        assertThat(get(address + "/metrics").body()).contains("runmark_api_requests_total");
      } finally {
        server.destroy();
      }
      assertThat(server.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(server.exitValue()).isEqualTo(TERMINATED);
      assertThat(directory.resolve("log")).content().contains("INFO").doesNotContain("SLF4J");
    }
  }

  /** As CycloneDX tells it, for those who must know what they run. */
  @Test
  void itsBillOfMaterialsNamesWhatIsInTheJarAndNothingElse() throws Exception {
    Path jar = Path.of(System.getProperty("runmark.api.jar"));
    String version = jar.getFileName().toString().replaceAll("^runmark-api-|\\.jar$", "");
    JsonNode bill =
        new ObjectMapper()
            .readTree(jar.resolveSibling("runmark-reader-" + version + ".cdx.json").toFile());
    Set<String> groups = new TreeSet<>(bill.get("components").findValuesAsText("group"));
    Set<String> names = new TreeSet<>(bill.get("components").findValuesAsText("name"));

    assertThat(bill.get("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(names)
        .contains("postgresql", "kafka-clients", "jetty-server", "zstd-jni", "log4j-core", "s3")
        .contains("runmark-storage", "runmark-options", "runmark-decode", "runmark-console")
        .doesNotContain("runmark-embedded", "duckdb_jdbc", "archunit");
    assertThat(groups).doesNotContain("org.apache.flink", "org.junit.jupiter", "org.assertj");
    for (JsonNode component : bill.get("components")) {
      assertThat(component.get("purl").asText()).startsWith("pkg:maven/");
      assertThat(component.get("hashes")).as(component.get("name").asText()).isNotEmpty();
    }
  }

  private Process start(Path config) throws Exception {
    Path jar = Path.of(System.getProperty("runmark.api.jar"));
    assertThat(jar).as("built by: mvn package -pl reader -am").isRegularFile();
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-jar",
            jar.toString(),
            "serve",
            "--config",
            config.toString());
    // The scene's own wait is for tests of stores that are away.
    builder.environment().put("RUNMARK_READER_OBJECT_WAIT", "60 s");
    return builder.redirectError(directory.resolve("log").toFile()).start();
  }

  /** Its first line says where it serves. */
  private String address(Process server) throws Exception {
    BufferedReader output = server.inputReader();
    String line = String.valueOf(output.readLine());
    Matcher address = ADDRESS.matcher(line);
    assertThat(address.find()).as(line + Files.readString(directory.resolve("log"))).isTrue();
    return address.group(1);
  }

  /** The first connection of a cold JVM may take longer than a read waits for one. */
  private void awaitReady(String address) throws Exception {
    long begun = System.nanoTime();
    HttpResponse<String> ready = get(address + "/health/ready");
    while (ready.statusCode() != 200) {
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .as(ready.body() + Files.readString(directory.resolve("log")))
          .isLessThan(Duration.ofMinutes(2));
      Thread.sleep(200);
      ready = get(address + "/health/ready");
    }
  }

  private static HttpResponse<String> get(String uri) throws Exception {
    return ApiScene.CLIENT.send(
        HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
  }
}
