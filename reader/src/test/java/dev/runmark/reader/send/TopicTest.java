package dev.runmark.reader.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TopicTest {

  private static final int CALLERS = 8;

  /** Nothing listens there. Each who waited as long as one question takes is told so. */
  @Test
  void brokersThatAreAwayAreNotWaitedForOneCallerAfterTheOther() throws Exception {
    Properties clients = new Properties();
    clients.put("bootstrap.servers", "127.0.0.1:1");
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try (Topic topic = new Topic("runs", clients, Duration.ofSeconds(1))) {
      List<Future<String>> told = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        told.add(threads.submit(() -> refusal(topic)));
      }
      List<String> messages = new ArrayList<>();
      for (Future<String> each : told) {
        messages.add(each.get());
      }
      assertThat(messages).allMatch(message -> message.startsWith("ask Kafka about topic runs: "));
      assertThat(messages).anyMatch(message -> message.endsWith("no answer within PT1S"));
    } finally {
      threads.shutdownNow();
    }
  }

  private static String refusal(Topic topic) {
    try {
      return "answered: " + topic.facts();
    } catch (SendException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
