package dev.runmark.storage.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.runmark.storage.objects.ByteRange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FramesTest {

  private static final int LIMIT = 8 * 1024 * 1024;
  private static final PartId PART = PartId.mint(Instant.parse("2026-11-20T10:00:00Z"));

  @ParameterizedTest
  @EnumSource
  void anyLinesAreFoundAgainAtTheirPlaces(Compression compression) throws IOException {
    for (int round = 0; round < 40; round++) {
      long seed = Long.getLong("seed", System.nanoTime());
      Random random = new Random(seed);
      int frameBytes = 1 + random.nextInt(random.nextBoolean() ? 300 : 100_000);
      FrameFormat format =
          new FrameFormat(compression, frameBytes, FrameFormat.defaultLevel(compression));
      List<RunLine> lines = new RandomLines(seed).take(1 + random.nextInt(200), 150_000);
      try (FrameEncoder encoder = FrameEncoder.of(format)) {
        check(lines, EncodedPart.of(lines, encoder), compression);
        // The same encoder, the next part.
        check(lines, EncodedPart.of(lines, encoder), compression);
      } catch (IOException | RuntimeException | AssertionError e) {
        throw new AssertionError("replay with -Dseed=" + seed, e);
      }
    }
  }

  private static void check(List<RunLine> lines, EncodedPart part, Compression compression)
      throws IOException {
    List<OffsetRow> rows = new ArrayList<>();
    part.rows(PART, compression).forEach(rows::add);
    assertThat(rows).hasSameSizeAs(lines);
    Set<ByteRange> frames = new LinkedHashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      LinePlace place = rows.get(i).place();
      frames.add(place.frame());
      byte[] found = FrameDecoder.line(place, compression, part.range(place.frame()), LIMIT);
      assertThat(found).isEqualTo(RandomLines.content(lines.get(i)));
    }
    long end = 0;
    for (ByteRange frame : frames) {
      assertThat(frame.start()).isEqualTo(end);
      end = frame.end();
    }
    assertThat(end).isEqualTo(part.bytes().length);
  }

  @ParameterizedTest
  @EnumSource
  void theWholePartIsOneValidFile(Compression compression) throws Exception {
    List<RunLine> lines = new RandomLines(5).take(300, 200_000);
    byte[] wanted = ndjson(lines);
    try (FrameEncoder encoder = FrameEncoder.of(FrameFormat.of(compression))) {
      byte[] part = EncodedPart.of(lines, encoder).bytes();
      try (InputStream in = open(compression, part)) {
        assertThat(in.readAllBytes()).isEqualTo(wanted);
      }
      String program = program(compression);
      if (Files.isExecutable(Path.of("/usr/bin", program))) {
        assertThat(pipe(program, part)).isEqualTo(wanted);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void smallLinesShareAFrameAndALargeOneHasItsOwn(Compression compression) throws IOException {
    RandomLines lines = new RandomLines(1);
    FrameFormat format = new FrameFormat(compression, 100, 1);
    try (FrameEncoder encoder = FrameEncoder.of(format)) {
      // 49 + 49 and two newlines fill a frame; 99 and its newline is as large as a frame.
      List<RunLine> given = new ArrayList<>();
      for (int length : new int[] {49, 49, 1, 99, 100, 1, 97, 1}) {
        given.add(lines.next(length));
      }
      List<Integer> linesInFrames = new ArrayList<>();
      FrameOutput counting =
          new FrameOutput() {
            @Override
            public void write(byte[] bytes, int offset, int length) {}

            @Override
            public void frameEnded(long length, int count) {
              linesInFrames.add(count);
            }
          };
      for (RunLine line : given) {
        encoder.append(line.bytes(), line.offset(), line.length(), counting);
      }
      encoder.finish(counting);
      encoder.finish(counting);
      assertThat(linesInFrames).containsExactly(2, 1, 1, 1, 2, 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEncoderIsUsableAfterAFailedPart(Compression compression) throws IOException {
    List<RunLine> lines = new RandomLines(2).take(50, 300_000);
    FrameOutput broken =
        new FrameOutput() {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("the store is away");
          }

          @Override
          public void frameEnded(long length, int count) {}
        };
    try (FrameEncoder encoder = FrameEncoder.of(FrameFormat.of(compression))) {
      RunLine large = new RandomLines(3).next(500_000);
      assertThatThrownBy(
              () -> {
                encoder.append(large.bytes(), 0, 10, broken);
                encoder.append(large.bytes(), large.offset(), large.length(), broken);
              })
          .hasMessage("the store is away");
      encoder.reset();
      check(lines, EncodedPart.of(lines, encoder), compression);
    }
  }

  @Test
  void aBombIsRefusedBeforeItIsDecoded() throws IOException {
    byte[] zeros = new byte[4 * 1024 * 1024];
    assertThatThrownBy(() -> FrameDecoder.decode(Compression.ZSTD, Zstd.compress(zeros), 1000))
        .isInstanceOf(IOException.class)
        .hasMessage("decode frame: 4194304 bytes, the limit is 1000");
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(zeros);
    }
    assertThatThrownBy(() -> FrameDecoder.decode(Compression.GZIP, gzip.toByteArray(), 1000))
        .isInstanceOf(IOException.class)
        .hasMessage("decode frame: more than 1000 bytes, the limit");
    assertThatThrownBy(() -> FrameDecoder.decode(Compression.NONE, zeros, 1000))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource
  void aFlippedByteNeverPasses(Compression compression) throws IOException {
    RunLine line = new RandomLines(4).next(300);
    try (FrameEncoder encoder = FrameEncoder.of(FrameFormat.of(compression))) {
      EncodedPart part = EncodedPart.of(List.of(line), encoder);
      LinePlace place = part.rows(PART, compression).iterator().next().place();
      byte[] frame = part.range(place.frame());
      byte[] wanted = RandomLines.content(line);
      for (int i = 0; i < frame.length; i++) {
        byte[] damaged = frame.clone();
        damaged[i] ^= 0x55;
        // Some bytes say nothing (gzip's system, the newline): the line is right or refused.
        try {
          assertThat(FrameDecoder.line(place, compression, damaged, LIMIT)).isEqualTo(wanted);
        } catch (IOException refused) {
          assertThat(refused).hasMessageMatching("(?s)(decode|find|check) .*");
        }
      }
      byte[] cut = Arrays.copyOf(frame, frame.length - 1);
      assertThatThrownBy(() -> FrameDecoder.line(place, compression, cut, LIMIT))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aFormatOutOfRangeNamesItsOption() {
    assertThatThrownBy(() -> new FrameFormat(Compression.ZSTD, 0, 1))
        .hasMessage("frame-bytes 0: wanted 1 to 16777216");
    assertThatThrownBy(() -> new FrameFormat(Compression.GZIP, 1, 10))
        .hasMessage("compression-level 10: GZIP takes 1 to 9");
  }

  private static byte[] ndjson(List<RunLine> lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (RunLine line : lines) {
      out.write(line.bytes(), line.offset(), line.length());
      out.write('\n');
    }
    return out.toByteArray();
  }

  private static InputStream open(Compression compression, byte[] part) throws IOException {
    InputStream in = new ByteArrayInputStream(part);
    return switch (compression) {
      case NONE -> in;
      case GZIP -> new GZIPInputStream(in);
      case ZSTD -> new ZstdInputStreamNoFinalizer(in).setContinuous(false);
    };
  }

  private static String program(Compression compression) {
    return switch (compression) {
      case NONE -> "cat";
      case GZIP -> "zcat";
      case ZSTD -> "zstdcat";
    };
  }

  private static byte[] pipe(String program, byte[] input) throws Exception {
    Process process =
        new ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Thread feeder =
        new Thread(
            () -> {
              try (OutputStream out = process.getOutputStream()) {
                out.write(input);
              } catch (IOException e) {
                // The program's exit code and output tell.
              }
            });
    feeder.start();
    byte[] output = process.getInputStream().readAllBytes();
    feeder.join();
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
