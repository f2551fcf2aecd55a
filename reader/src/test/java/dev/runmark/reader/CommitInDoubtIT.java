package dev.runmark.reader;

import static dev.runmark.reader.ApiScene.post;
import static dev.runmark.reader.Lines.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.Ports;
import dev.runmark.embedded.faults.KafkaProxy;
import dev.runmark.reader.http.ApiServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection to Kafka is cut in the moment in which a transaction ends. */
class CommitInDoubtIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static KafkaProxy proxy;
  private static ApiScene scene;

  @BeforeAll
  static void start() throws Exception {
    int port = Ports.free(0);
    proxy = KafkaProxy.start(port);
    scene = ApiScene.open(port, Map.of("advertised.listeners", "PLAINTEXT://" + proxy.address()));
  }

  @AfterAll
  static void stop() throws Exception {
    scene.close();
    proxy.close();
  }

  @AfterEach
  void heal() {
    proxy.heal();
  }

  /** There is one producer: the next request goes through the one that does not know. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsNotConfirmedIsToldAsUnknownAndDecidedByTheNextRequest(boolean delivered)
      throws Exception {
    try (ApiServer api = scene.serve("delivery: 10 s", "producers: 1")) {
      stored(api, 1);
      Map<TopicPartition, Long> before = scene.ends();
      proxy.cutAt(KafkaProxy.END_TXN, delivered);

      HttpResponse<String> answer = post(api, "/runs", "[" + json(2) + "," + json(3) + "]");

      assertThat(proxy.fired()).isTrue();
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("kafka_away", "\"outcome\":\"unknown\"");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      HttpResponse<String> away = post(api, "/runs", json(4));
      assertThat(away.body()).contains("kafka_away", "\"outcome\":\"not_stored\"");

      proxy.heal();
      stored(api, 5);

      assertThat(values(before))
          .isEqualTo(delivered ? Set.of(json(2), json(3), json(5)) : Set.of(json(5)));
    }
  }

  /** A broker that was out of reach takes a while to be found again. */
  private static void stored(ApiServer api, int number) throws Exception {
    long begun = System.nanoTime();
    HttpResponse<String> answer = post(api, "/runs", json(number));
    while (answer.statusCode() == 503 && System.nanoTime() - begun < PATIENCE.toNanos()) {
      assertThat(answer.body()).contains("\"outcome\":\"not_stored\"");
      answer = post(api, "/runs", json(number));
    }
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private static Set<String> values(Map<TopicPartition, Long> from) {
    List<String> values =
        scene.records(from).stream()
            .map(record -> new String(record.value(), StandardCharsets.UTF_8))
            .toList();
    assertThat(values).doesNotHaveDuplicates();
    return values.stream().collect(Collectors.toSet());
  }
}
