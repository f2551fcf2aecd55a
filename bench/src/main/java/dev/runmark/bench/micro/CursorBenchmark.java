package dev.runmark.bench.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.reader.page.Cursors;
import dev.runmark.storage.query.Place;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A cursor made and read again, beside the two MACs of as many bytes and base64 there and back that
 * this cannot be had without.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
public class CursorBenchmark {

  private static final List<String> IDENTITY = List.of("runs", "default", "bench", "NEWEST_FIRST");
  private static final int PLACE = 30;
  private static final int CURSOR = 46;
  private static final byte[] KEY = "a key of some thirty-two bytes ..".getBytes(UTF_8);

  private final Cursors cursors = new Cursors(KEY);
  private final List<Place> places = new ArrayList<>();
  private final byte[] signed = new byte[PLACE + String.join("", IDENTITY).length()];
  private final byte[] cursor = new byte[CURSOR];
  private final Mac mac = mac();

  private static Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256", e);
    }
  }

  @Setup
  public void load() {
    Instant start = Instant.parse("2026-01-02T03:04:05.678901Z");
    for (int i = 0; i < Samples.COUNT; i++) {
      Place place = new Place(start.plusMillis(i), new UUID(i, i));
      Samples.require(
          cursors.place(IDENTITY, cursors.text(IDENTITY, place)).equals(place), "cursor");
      places.add(place);
    }
  }

  @Benchmark
  public void runmark(CpuTime cpu, Blackhole sink) {
    long before = CpuTime.now();
    for (Place place : places) {
      sink.consume(cursors.place(IDENTITY, cursors.text(IDENTITY, place)));
    }
    cpu.since(before);
  }

  @Benchmark
  public void floor(CpuTime cpu, Blackhole sink) {
    long before = CpuTime.now();
    for (int i = 0; i < Samples.COUNT; i++) {
      signed[0] = (byte) i;
      sink.consume(mac.doFinal(signed));
      sink.consume(
          Base64.getUrlDecoder()
              .decode(Base64.getUrlEncoder().withoutPadding().encodeToString(cursor)));
      sink.consume(mac.doFinal(signed));
    }
    cpu.since(before);
  }
}
