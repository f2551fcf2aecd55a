package dev.runmark.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.runmark.job.testing.Topics;
import dev.runmark.storage.index.IndexDatabase;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** doctor on real servers, each thing once well and once not. */
class DoctorCommandIT {

  private static CommandScene scene;

  private final StringWriter output = scene.output;
  private final StringWriter errors = scene.errors;
  private final Map<String, String> options = scene.options;

  private Topics topics;
  private IndexDatabase database;
  private String topic;

  @BeforeAll
  static void startServers(@TempDir Path directory) throws Exception {
    scene = new CommandScene(directory);
  }

  @AfterAll
  static void stopServers() throws Exception {
    scene.close();
  }

  @BeforeEach
  void setUp() throws Exception {
    scene.clear();
    topics = scene.topics;
    database = scene.database;
    topic = scene.topic();
  }

  @Test
  void allIsWell() throws Exception {
    topics.sendNumbers(topic, 0, 0, 1);

    assertThat(scene.run("doctor")).as(output::toString).isZero();

    assertThat(output.toString())
        .doesNotContain("FAIL")
        .doesNotContain("skip")
        .containsPattern("ok +kafka brokers +1 at ")
        .containsPattern("ok +topic " + topic + " +2 partitions")
        .containsPattern("ok +topic " + topic + ", reading +records can be read")
        .containsPattern("ok +dead-letter topic ")
        .containsPattern("ok +s3 objects +can be put, read by range")
        .containsPattern("ok +s3 overwriting")
        .containsPattern("ok +s3 uploads in pieces +5242881 bytes")
        .containsPattern("ok +s3 sweeping")
        .containsPattern("ok +s3 clock")
        .containsPattern("ok +postgres server")
        .containsPattern("ok +postgres schema +runmark is at version 1")
        .containsPattern("ok +postgres rights")
        .containsPattern("ok +postgres ownership")
        .containsPattern("warn +postgres TLS");
    assertThat(scene.s3Files()).isEmpty();
  }

  @Test
  void readingThatWasNotTriedIsNotCalledWell() throws Exception {
    assertThat(scene.run("doctor")).isZero();

    assertThat(output.toString())
        .containsPattern("warn +topic " + topic + ", reading +not tried, since there is no record");
  }

  @Test
  void topicsThatAreWrongAreTold() throws Exception {
    topics.configure(topic, "cleanup.policy", "compact");
    topics.configure(options.get("dead"), "max.message.bytes", "1000");

    assertThat(scene.run("doctor")).isEqualTo(1);

    assertThat(output.toString())
        .containsPattern("FAIL +topic " + topic + " +cleanup.policy is compact")
        .containsPattern("skip +topic " + topic + ", reading")
        .containsPattern("FAIL +dead-letter topic .*raise its max.message.bytes");

    options.put("topic", "no-such-topic");
    options.put("dead", "no-such-dead");
    scene.run("doctor");
    assertThat(output.toString())
        .containsPattern("FAIL +topic no-such-topic +there is none")
        .containsPattern("FAIL +dead-letter topic no-such-dead +there is none");
  }

  @Test
  void topicsThatCouldBeBetterAreWarnedOf() throws Exception {
    topics.configure(topic, "retention.ms", "3600000");
    assertThat(scene.run("doctor")).isZero();
    assertThat(output.toString()).containsPattern("warn +topic " + topic + " +retention.ms");

    topics.configure(topic, "max.message.bytes", "50000000");
    topics.configure(options.get("dead"), "max.message.bytes", "60000000");
    assertThat(scene.run("doctor")).isZero();
    assertThat(output.toString()).containsPattern("warn +topic " + topic + " .*decode.record");
  }

  @Test
  void serversThatAreAwayAreToldAndWhatRestsOnThemIsNotAsked() throws Exception {
    options.put("servers", "127.0.0.1:" + CommandScene.freePort());
    options.put("s3", "http://127.0.0.1:" + CommandScene.freePort());
    options.put("url", "jdbc:postgresql://127.0.0.1:" + CommandScene.freePort() + "/x");

    assertThat(scene.run("doctor", "--flink", "http://127.0.0.1:" + CommandScene.freePort()))
        .isEqualTo(1);

    assertThat(output.toString())
        .containsPattern("FAIL +kafka brokers +describe the cluster")
        .containsPattern("skip +topic .*since 'kafka brokers' failed")
        .containsPattern("FAIL +flink cluster +GET http://127.*no answer")
        .containsPattern("FAIL +s3 bucket +list ")
        .containsPattern("skip +s3 objects")
        .containsPattern("FAIL +postgres server +connect to ")
        .containsPattern("skip +postgres rights");
  }

  @Test
  void wrongNamesAndSecretsAreTold() throws Exception {
    options.put("bucket", "no-such-bucket");
    options.put("password", scene.secret("wrong", "open-sesame"));
    scene.run("doctor");
    assertThat(output.toString())
        .containsPattern("FAIL +s3 bucket .*404 NoSuchBucket")
        .containsPattern("FAIL +postgres server .*28P01")
        .doesNotContain("open-sesame");

    options.put("bucket", scene.bucket());
    options.put("secret-key", scene.secret("wrong", "open-sesame"));
    options.put("password", scene.secret("writer", database.writer().password().get()));
    options.put("schema", "elsewhere");
    scene.run("doctor");
    assertThat(output.toString())
        .containsPattern("FAIL +s3 bucket .*403 SignatureDoesNotMatch")
        .containsPattern("FAIL +postgres schema +elsewhere has no tables.*./runmark migrate")
        .doesNotContain("open-sesame");
  }

  @Test
  void rolesThatMayTooLittleOrTooMuchAreTold() throws Exception {
    options.put("user", "guest");
    options.put("password", scene.secret("guest", CommandScene.GUEST));
    assertThat(scene.run("doctor")).isEqualTo(1);
    assertThat(output.toString())
        .containsPattern("FAIL +postgres rights +guest lacks .*runs INSERT, runs UPDATE")
        .containsPattern("fragments DELETE.*: GRANT runmark_writer TO guest");

    options.put("user", database.owner().user());
    options.put("password", scene.secret("owner", database.owner().password().get()));
    assertThat(scene.run("doctor")).isZero();
    assertThat(output.toString()).containsPattern("warn +postgres ownership .*runmark_writer");
  }

  @Test
  void flinkIsLookedAtWhenAskedFor() throws Exception {
    Map<String, String> answers = flinkAnswers();
    HttpServer flink = ScriptedFlink.start(answers);
    try {
      String url = "http://127.0.0.1:" + flink.getAddress().getPort();
      assertThat(scene.run("doctor", "--flink", url)).isZero();
      assertThat(output.toString())
          .containsPattern("ok +flink cluster +Flink 2.3.0")
          .containsPattern("ok +flink slots +1 TaskManagers, 0 of 2")
          .containsPattern("ok +flink jobs +'runmark: runs' with aligned");

      answers.put("/overview", "{\"slots-total\":0,\"flink-version\":\"2.3.0\"}");
      answers.computeIfPresent(
          "/jobs/a/checkpoints/config",
          (path, config) -> config.replace("cancellation\":false", "cancellation\":true"));
      assertThat(scene.run("doctor", "--flink", url)).isEqualTo(1);
      assertThat(output.toString())
          .containsPattern("FAIL +flink slots .*start a TaskManager")
          .containsPattern("FAIL +flink jobs .*RETAIN_ON_CANCELLATION");

      answers.put("/overview", "{\"flink-version\":\"1.20.1\"}");
      scene.run("doctor", "--flink", url);
      assertThat(output.toString()).containsPattern("FAIL +flink cluster +Flink 1.20.1");
    } finally {
      flink.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESTARTING", "FAILING"})
  void aJobThatDoesNotRunIsTold(String state) throws Exception {
    Map<String, String> answers = flinkAnswers();
    answers.put(
        "/jobs/overview",
        "{\"jobs\":[{\"jid\":\"b\",\"name\":\"other\",\"state\":\"FAILING\"},"
            + "{\"jid\":\"a\",\"name\":\"runmark: runs\",\"state\":\"%s\"}]}".formatted(state));
    HttpServer flink = ScriptedFlink.start(answers);
    try {
      String url = "http://127.0.0.1:" + flink.getAddress().getPort();
      assertThat(scene.run("doctor", "--flink", url)).isEqualTo(1);
      assertThat(output.toString())
          .containsPattern("FAIL +flink jobs +'runmark: runs' is " + state);
    } finally {
      flink.stop(0);
    }
  }

  /** The answers of a cluster that is well, as Flink 2.3.0 gives them. */
  private static Map<String, String> flinkAnswers() {
    Map<String, String> answers = new TreeMap<>();
    answers.put(
        "/overview",
        "{\"taskmanagers\":1,\"slots-total\":2,\"slots-available\":0,\"flink-version\":\"2.3.0\"}");
    answers.put(
        "/jobs/overview",
        "{\"jobs\":[{\"jid\":\"a\",\"name\":\"runmark: runs\",\"state\":\"RUNNING\"}]}");
    answers.put(
        "/jobs/a/checkpoints/config",
        "{\"mode\":\"exactly_once\",\"unaligned_checkpoints\":false,"
            + "\"externalization\":{\"enabled\":true,\"delete_on_cancellation\":false}}");
    return answers;
  }

  @Test
  void flinkMayLieBehindAPathOfAProxy() throws Exception {
    Map<String, String> answers = new TreeMap<>();
    answers.put("/flink/a/overview", "{\"slots-total\":2,\"flink-version\":\"2.3.0\"}");
    answers.put("/flink/a/jobs/overview", "{\"jobs\":[]}");
    HttpServer flink = ScriptedFlink.start(answers);
    try {
      String url = "http://127.0.0.1:" + flink.getAddress().getPort() + "/flink/a";
      for (String address : List.of(url, url + "/")) {
        assertThat(scene.run("doctor", "--flink", address)).as(output::toString).isZero();
        assertThat(output.toString())
            .containsPattern("ok +flink cluster +Flink 2.3.0")
            .containsPattern("ok +flink jobs +none of Runmark's is running");
      }
      assertThat(scene.run("doctor", "--flink", url + "?x=1")).isEqualTo(2);
    } finally {
      flink.stop(0);
    }
  }
}
