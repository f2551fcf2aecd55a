package dev.runmark.bench.frames;

import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.measure.Spread;
import dev.runmark.quickstart.generate.SampleRuns;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.FrameFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Frames runs as the sink does and reads single ones back as a reader does, in memory and on one
 * thread: no store, no index. The formats take turns in each round, and every run that is read is
 * compared with what was written.
 */
public final class FramesBench {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final int READS = 1_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final FramesPlan plan;
  private final Consumer<String> progress;

  public FramesBench(FramesPlan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /** A format and what its rounds took. */
  private static final class Measured {
    private final FrameFormat format;
    private final int frameKibibytes;
    private final List<Double> writes = new ArrayList<>();
    private final List<Double> reads = new ArrayList<>();
    private double storedShare;
    private double fetchedBytes;

    Measured(FrameFormat format, int frameKibibytes) {
      this.format = format;
      this.frameKibibytes = frameKibibytes;
    }

    FramesReport.Cell cell(int kilobytes) {
      return new FramesReport.Cell(
          kilobytes,
          format.compression(),
          frameKibibytes,
          storedShare,
          fetchedBytes,
          spread(writes),
          spread(reads));
    }

    private static Spread spread(List<Double> values) {
      return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  public FramesReport measure() throws IOException {
    double load = Machine.load();
    List<FramesReport.Cell> cells = new ArrayList<>();
    for (int kilobytes : plan.kilobytes()) {
      List<byte[]> runs = runs(kilobytes);
      List<Measured> formats = formats();
      for (int round = 0; round <= plan.rounds(); round++) {
        progress.accept(
            kilobytes
                + " KB, round "
                + round
                + " of "
                + plan.rounds()
                + (round == 0 ? " (warm-up)" : ""));
        for (Measured format : formats) {
          pass(runs, format, round);
        }
      }
      formats.forEach(format -> cells.add(format.cell(kilobytes)));
    }
    long heap = Runtime.getRuntime().maxMemory() >> 20;
    return new FramesReport(Instant.now().toString(), Machine.describe(heap, load), plan, cells);
  }

  /** Without compression each line is a frame, whatever the size. */
  private List<Measured> formats() {
    List<Measured> formats = new ArrayList<>();
    for (Compression compression : plan.compressions()) {
      for (int size : compression == Compression.NONE ? List.of(0) : plan.frameKibibytes()) {
        int bytes = Math.max(1, size * 1024);
        int level = FrameFormat.defaultLevel(compression);
        formats.add(new Measured(new FrameFormat(compression, bytes, level), size));
      }
    }
    return formats;
  }

  private List<byte[]> runs(int kilobytes) {
    SampleRuns samples = new SampleRuns(kilobytes);
    Random ids = new Random(kilobytes);
    List<byte[]> runs = new ArrayList<>();
    for (long bytes = 0; bytes < plan.megabytes() * 1_000_000L; ) {
      UUID run = new UUID(ids.nextLong(), ids.nextLong());
      UUID trace = new UUID(ids.nextLong(), ids.nextLong());
      String text = samples.create(run, trace, START, kilobytes * 1000);
      runs.add(text.getBytes(StandardCharsets.UTF_8));
      bytes += runs.get(runs.size() - 1).length;
    }
    return runs;
  }

  private static void pass(List<byte[]> runs, Measured format, int round) throws IOException {
    long bytes = runs.stream().mapToLong(run -> run.length).sum();
    long begun = THREADS.getCurrentThreadCpuTime();
    EncodedRuns encoded = EncodedRuns.of(runs, format.format);
    final long written = THREADS.getCurrentThreadCpuTime() - begun;
    Random random = new Random(round);
    long fetched = 0;
    long reading = 0;
    for (int read = 0; read < READS; read++) {
      int run = random.nextInt(runs.size());
      long from = THREADS.getCurrentThreadCpuTime();
      byte[] got = encoded.read(run);
      reading += THREADS.getCurrentThreadCpuTime() - from;
      fetched += encoded.fetched(run);
      if (!Arrays.equals(got, runs.get(run))) {
        throw new IOException(format.format + ": run " + run + " came back as another");
      }
    }
    if (round > 0) {
      format.writes.add(bytes / 1e6 / (written / 1e9));
      format.reads.add(reading / 1e3 / READS);
      format.storedShare = (double) encoded.length() / bytes;
      format.fetchedBytes = (double) fetched / READS;
    }
  }
}
