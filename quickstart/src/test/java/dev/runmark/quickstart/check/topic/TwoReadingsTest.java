package dev.runmark.quickstart.check.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.DecodeLimits;
import dev.runmark.decode.RunDecoder;
import dev.runmark.decode.TenantPolicy;
import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.part.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two readings of the same records, written apart from each other: the job's decoder and the
 * auditor's own say the same of each.
 */
class TwoReadingsTest {

  private static final UUID TOPIC = new UUID(7, 7);
  private static final String ID = "0190a0b0-0000-7000-8000-00000000000a";
  private static final String OTHER = "0190a0b0-0000-7000-8000-00000000000b";
  private static final int RANDOM = 40_000;

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\n",
          " ",
          "null",
          "true",
          "1.5e3",
          "01",
          "-",
          "\"x\"",
          "\"id\":",
          "\"id\":\"" + ID + "\"",
          "\"id\":\"" + OTHER + "\"",
          "\"id\":null",
          "\"id\":\"{" + ID.toUpperCase(java.util.Locale.ROOT) + "}\"",
          "\"\\u0069d\":\"" + ID + "\"",
          "\"trace_id\":\"" + OTHER + "\"",
          "\"trace_id\":null",
          "\"parent_run_id\":7",
          "\"dotted_order\":\"20260101T000000000001Z" + ID + ".20260101T000000Z" + OTHER + "\"",
          "\"dotted_order\":\"20260101T0000Z" + ID + "\"",
          "\"operation\":\"post\"",
          "\"operation\":\"patch\"",
          "\"operation\":\"complete\"",
          "\"operation\":\"put\"",
          "\"operation\":null",
          "\"run\":{\"id\":\"" + ID + "\"}",
          "\"run\":{\"name\":\"x\"}",
          "\"run\":{}",
          "\"run\":[]",
          "\"run\":{\"a\":1,\"a\":2,\"id\":\"" + ID + "\"}",
          "\"post\":[{\"id\":\"" + ID + "\"},{\"name\":\"n\"}]",
          "\"post\":[]",
          "\"post\":null",
          "\"post\":5",
          "\"patch\":[{\"id\":\"" + ID + "\",\"trace_id\":\"" + OTHER + "\"},7]",
          "\"patch\":[{\"id\":\"" + ID + "\"}]",
          "\"name\":\"a\\u0000b\"",
          "\"name\":\"\\ud83d\"",
          "\"name\":\"\\ud83d\\ude00\"",
          "\"name\":3",
          "\"run_type\":\"" + "r".repeat(64) + "\"",
          "\"run_type\":\"" + "r".repeat(65) + "\"",
          "\"session_name\":\"\"",
          "\"session_name\":\"" + "\\u00e9".repeat(257) + "\"",
          "\"start_time\":\"2026-02-29T00:00:00\"",
          "\"start_time\":\"2024-02-29 23:59:59.123456789+0130\"",
          "\"end_time\":1700000000000",
          "\"end_time\":1.5",
          "\"end_time\":\"0001-01-01T00:00:00+01\"",
          "\"end_time\":true",
          "\"status\":\"pending\"",
          "\"status\":1",
          "\"error\":\"e\"",
          "\"inputs\":{\"a\":{\"b\":[1,2,{\"c\":\"d\"}]}}",
          "\"inputs\":{\"a\":1,\"\\u0061\":2}",
          "\"x\":[[[[[[[[[[1]]]]]]]]]]",
          "\"x\":[[[[[[[[[1]]]]]]]]]",
          "\"x\":{\"id\":\"no\"}",
          "\"x\":1",
          "\"x\":2",
          "\"y\":123456789012345678901");

  private static final DecodeLimits SMALL = new DecodeLimits(3_000, 2_000, 10, 20, 40, 60);
  private static final Limits SMALL_TOO = new Limits(3_000, 2_000, 10, 20, 40, 60);

  private static RawRecord raw(byte[] value) {
    return new RawRecord(
        new SourcePartition(TOPIC, "runs", 3), 41, Instant.EPOCH, null, value, List.of());
  }

  private static List<String> ofTheJob(byte[] value) {
    List<String> said = new ArrayList<>();
    new RunDecoder(SMALL, TenantPolicy.DEFAULT)
        .decode(
            raw(value),
            new RunDecoder.Output() {
              @Override
              public void event(RunEvent event, int index) {
                said.add(
                    event.operation()
                        + " "
                        + event.line().span().hi()
                        + " "
                        + event.line().key()
                        + " "
                        + event.line().trace());
              }

              @Override
              public void rejected(RejectedRecord rejected) {
                said.add(
                    "poison " + rejected.key() + " " + HexFormat.of().formatHex(rejected.value()));
              }

              @Override
              public void tombstone(RawRecord record) {
                said.add("tombstone");
              }
            });
    return said.stream().sorted().toList();
  }

  private static List<String> ofTheAuditor(byte[] value) {
    TopicReading.Outcome outcome =
        new TopicReading(SMALL_TOO, Tenants.DEFAULT)
            .read(new TopicRecord(TOPIC, 3, 41, Instant.EPOCH, null, value, List.of()));
    List<String> said = new ArrayList<>();
    outcome
        .events()
        .forEach(
            event ->
                said.add(
                    Operation.valueOf(event.operation().name())
                        + " "
                        + event.position()
                        + " "
                        + new dev.runmark.storage.part.RunKey(event.tenant(), event.run())
                        + " "
                        + event.trace()));
    outcome
        .poison()
        .forEach(
            poison ->
                said.add(
                    "poison " + poison.key() + " " + HexFormat.of().formatHex(poison.bytes())));
    return said.stream().sorted().toList();
  }

  private static void assertSame(byte[] value) {
    assertThat(ofTheAuditor(value))
        .as(new String(value, StandardCharsets.UTF_8))
        .isEqualTo(ofTheJob(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "7",
        "{}",
        "[]",
        "[7]",
        "{\"id\":\"" + ID + "\"}{\"id\":\"" + ID + "\"}",
        "{\"id\":\"" + ID + "\"}\r{\"id\":\"" + ID + "\"}\n",
        "{\"post\":[],\"run\":{\"id\":\"" + ID + "\"}}",
        "{\"post\":[{\"id\":\"" + ID + "\"}],\"run\":{\"name\":\"x\"}}",
        "{\"run\":{\"name\":\"x\"},\"patch\":[]}",
        "\ufeff{\"id\":\"" + ID + "\"}",
        "{\"name\":\"only\"}",
        "[{\"name\":\"a\"},{\"name\":\"b\"}]",
        "{\"id\":\"" + ID + "\",\"post\":[{\"a\":1,\"a\":2}]}",
      })
  void ofARecord(String value) {
    assertSame(value.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void ofManyRandomRecords() {
    long seed = Long.getLong("runmark.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < RANDOM; i++) {
      byte[] value = value(random).getBytes(StandardCharsets.UTF_8);
      if (random.nextInt(20) == 0 && value.length > 0) {
        value[random.nextInt(value.length)] = (byte) random.nextInt();
      }
      assertThat(ofTheAuditor(value))
          .as("-Drunmark.seed=%d: %s", seed, new String(value, StandardCharsets.UTF_8))
          .isEqualTo(ofTheJob(value));
    }
  }

  /** Mostly JSON. */
  private static String value(Random random) {
    StringBuilder text = new StringBuilder();
    boolean array = random.nextInt(4) == 0;
    text.append(array ? "[" : "");
    int objects = 1 + random.nextInt(3);
    for (int i = 0; i < objects; i++) {
      text.append(i == 0 ? "" : array ? "," : "\n").append('{');
      int fields = random.nextInt(6);
      for (int f = 0; f < fields; f++) {
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        while (random.nextInt(50) > 0 && piece.length() < 6) {
          piece = PIECES.get(random.nextInt(PIECES.size()));
        }
        text.append(f == 0 ? "" : ",").append(piece);
      }
      text.append('}');
    }
    return text.append(array ? "]" : "").toString();
  }
}
