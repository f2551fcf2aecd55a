package dev.runmark.proof.chaos;

import static dev.runmark.embedded.faults.S3Fault.ANSWER_FLIPPED;
import static dev.runmark.embedded.faults.S3Fault.ANSWER_LOST;
import static dev.runmark.embedded.faults.S3Fault.ERROR_IN_SUCCESS;
import static dev.runmark.embedded.faults.S3Fault.INTERNAL_ERROR;
import static dev.runmark.embedded.faults.S3Fault.RANGE_IGNORED;
import static dev.runmark.embedded.faults.S3Fault.RANGE_SHIFTED;
import static dev.runmark.embedded.faults.S3Fault.RESET;
import static dev.runmark.embedded.faults.S3Fault.SLOW_DOWN;
import static dev.runmark.embedded.faults.S3Fault.STALL;
import static dev.runmark.embedded.faults.S3Fault.TRUNCATED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.embedded.faults.S3Fault;
import dev.runmark.embedded.faults.S3Operation;
import dev.runmark.embedded.faults.S3Proxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The range GETs of the API go wrong: it gives the run as it is, or says that S3 is away; never
 * another byte.
 */
final class ReadBlows {

  private static final S3Operation GET = S3Operation.GET_OBJECT;
  private static final int RUNS = 6;

  /** Of faults that each read waits long for. */
  private static final int FEWER_RUNS = 2;

  /** More than the tries of a read. */
  private static final int MANY = 40;

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final List<S3Fault> FAULTS =
      List.of(
          INTERNAL_ERROR,
          SLOW_DOWN,
          RESET,
          STALL,
          ANSWER_LOST,
          ERROR_IN_SUCCESS,
          TRUNCATED,
          RANGE_IGNORED,
          RANGE_SHIFTED,
          ANSWER_FLIPPED);

  private ReadBlows() {}

  static List<Variant> variants() {
    List<Variant> all = new ArrayList<>();
    for (S3Fault fault : FAULTS) {
      all.add(of(fault, 1));
    }
    all.add(of(SLOW_DOWN, MANY));
    all.add(of(RESET, MANY));
    all.add(of(TRUNCATED, MANY));
    return all;
  }

  private static Variant of(S3Fault fault, int times) {
    String name = fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Variant(
        FaultKind.S3_READ_FAULT,
        times > 1 ? name + " many times" : name,
        theatre -> new Reads(theatre).goWrong(fault, times));
  }

  private static final class Reads {

    private final Theatre theatre;
    private final S3Proxy proxy;
    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int right;
    private int away;

    Reads(Theatre theatre) {
      this.theatre = theatre;
      this.proxy = theatre.servers().apiS3Proxy();
    }

    /** Each run read before, with the fault, and after it. */
    boolean goWrong(S3Fault fault, int times) throws IOException, InterruptedException {
      boolean met = true;
      for (String run : oldest(times > 1 || fault == STALL ? FEWER_RUNS : RUNS)) {
        byte[] before = whole(run);
        HttpResponse<byte[]> between;
        theatre.monitor().faults(true);
        proxy.fail(GET, fault, times);
        try {
          between = ask("/runs/" + run);
          met &= proxy.due(GET) < times;
        } finally {
          proxy.heal();
          theatre.monitor().faults(false);
        }
        judge(run, between, List.of(before, whole(run)));
      }
      theatre.say("       %d runs read, %d times away".formatted(right, away));
      return met && right + away > 0;
    }

    private void judge(String run, HttpResponse<byte[]> answer, List<byte[]> wanted)
        throws IOException {
      if (answer.statusCode() == 503) {
        away++;
      } else if (answer.statusCode() == 200
          && wanted.stream().anyMatch(each -> Arrays.equals(each, answer.body()))) {
        right++;
      } else {
        throw new IOException(
            "D1: run %s: %d with %d bytes that are not the run's %d"
                .formatted(run, answer.statusCode(), answer.body().length, wanted.get(0).length));
      }
    }

    private List<String> oldest(int limit) throws IOException, InterruptedException {
      List<String> runs = new ArrayList<>();
      JsonNode page = new ObjectMapper().readTree(ask("/runs?order=oldest&limit=" + limit).body());
      page.path("runs").forEach(run -> runs.add(run.path("id").asText()));
      return runs;
    }

    private byte[] whole(String run) throws IOException, InterruptedException {
      HttpResponse<byte[]> answer = ask("/runs/" + run);
      if (answer.statusCode() != 200) {
        throw new IOException("D1: run " + run + ": " + answer.statusCode() + " without a fault");
      }
      return answer.body();
    }

    private HttpResponse<byte[]> ask(String path) throws IOException, InterruptedException {
      URI address = theatre.api().address().resolve(path);
      return client.send(
          HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }
}
