package dev.runmark.quickstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.s3.S3Server;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.junit.jupiter.api.Test;

class FlinkHomeIT {

  @Test
  void flinkInThisJvmReadsAndWritesS3ThroughThePlugin() throws Exception {
    Path directory = Files.createTempDirectory(Path.of("target"), "flink-home-");
    byte[] content = "Läufe".getBytes(StandardCharsets.UTF_8);
    try (S3Server s3 = S3Server.start(directory, 0)) {
      s3.createBucket("flink");
      FlinkHome.locate().loadFileSystems(configuration(s3));
      var path = new org.apache.flink.core.fs.Path("s3://flink/state/chk-1");

      try (FSDataOutputStream out =
          path.getFileSystem().create(path, FileSystem.WriteMode.NO_OVERWRITE)) {
        out.write(content);
      }

      assertThat(path.getFileSystem().open(path).readAllBytes()).isEqualTo(content);
      assertThat(directory.resolve("flink/state/chk-1")).hasBinaryContent(content);
    } finally {
      FileSystem.initialize(new Configuration(), null);
    }
  }

  private static Configuration configuration(S3Server s3) {
    Configuration configuration = new Configuration();
    configuration.setString("s3.endpoint", s3.endpoint().toString());
    configuration.setString("s3.access-key", s3.accessKey());
    configuration.setString("s3.secret-key", s3.secretKey());
    configuration.setString("s3.region", s3.region());
    configuration.setString("s3.path-style-access", "true");
    return configuration;
  }
}
