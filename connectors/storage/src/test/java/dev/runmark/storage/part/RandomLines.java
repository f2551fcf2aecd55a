package dev.runmark.storage.part;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Lines for tests, from one seed: one byte and large, multi-byte UTF-8, compressible and not, with
 * and without each column; slices of larger arrays, as the decoder gives them.
 */
public final class RandomLines {

  private static final String[] NAMES = {"ChatOpenAI", "Größe 中文 😀", "x", "retriever/top-k"};

  private final Random random;

  public RandomLines(long seed) {
    random = new Random(seed);
  }

  public List<RunLine> take(int count, int longest) {
    List<RunLine> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(
          next(1 + random.nextInt(random.nextInt(8) == 0 ? longest : Math.min(longest, 200))));
    }
    return lines;
  }

  public RunLine next(int length) {
    int before = random.nextInt(5);
    byte[] bytes = new byte[before + length + random.nextInt(5)];
    random.nextBytes(bytes);
    byte[] text = text(length);
    System.arraycopy(text, 0, bytes, before, length);
    return new RunLine(
        new RunKey(random.nextInt(4) == 0 ? "tenant-é" : "default", uuid()),
        uuid(),
        source(),
        span(),
        listing(),
        bytes,
        before,
        length);
  }

  /** The line's own bytes. */
  public static byte[] content(RunLine line) {
    byte[] content = new byte[line.length()];
    System.arraycopy(line.bytes(), line.offset(), content, 0, line.length());
    return content;
  }

  private byte[] text(int length) {
    byte[] text = new byte[length];
    if (random.nextInt(3) == 0) {
      random.nextBytes(text);
      for (int i = 0; i < length; i++) {
        text[i] = text[i] == '\n' ? (byte) ' ' : text[i];
      }
      return text;
    }
    byte[] pattern =
        ("{\"id\":" + random.nextLong() + ",\"é中😀\":1}").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < length; i++) {
      text[i] = pattern[i % pattern.length];
    }
    return text;
  }

  private SourcePartition source() {
    int topic = random.nextInt(2);
    return new SourcePartition(new UUID(7, topic), "runs-" + topic, random.nextInt(3));
  }

  private EventSpan span() {
    long position = EventSpan.position(random.nextInt(1_000_000), random.nextInt(256));
    return switch (random.nextInt(4)) {
      case 0 -> EventSpan.ofComplete(position);
      case 1 -> EventSpan.ofCreate(position);
      case 2 -> EventSpan.ofPatch(position);
      default -> new EventSpan(position, position + random.nextInt(100_000), random.nextBoolean());
    };
  }

  private Listing listing() {
    Instant start = random.nextBoolean() ? time() : null;
    return new Listing(
        random.nextBoolean() ? "project " + random.nextInt(3) : null,
        random.nextBoolean() ? uuid() : null,
        random.nextBoolean() ? NAMES[random.nextInt(NAMES.length)] : null,
        random.nextBoolean() ? "llm" : null,
        random.nextBoolean() ? RunStatus.values()[random.nextInt(3)] : null,
        start,
        random.nextBoolean() ? time() : null);
  }

  private Instant time() {
    // Before and after 1970, to the microsecond.
    return Instant.ofEpochSecond(
        random.nextLong(-62_135_596_800L, 253_402_300_800L), random.nextInt(1_000_000) * 1000L);
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }
}
