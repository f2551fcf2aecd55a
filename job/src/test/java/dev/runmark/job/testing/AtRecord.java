package dev.runmark.job.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.decode.record.RawRecord;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.functions.MapFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a test does to a job at a record: wait until the test says so, fail once, or nothing.
 * Travels as copies, so by a name.
 */
public final class AtRecord implements MapFunction<RawRecord, RawRecord> {
  private static final long serialVersionUID = 1L;

  private static final Map<UUID, CountDownLatch> GATES = new ConcurrentHashMap<>();
  private static final Map<UUID, AtomicBoolean> CRASHED = new ConcurrentHashMap<>();

  private static final int PACE_MILLIS = 50;

  private enum Deed {
    NOTHING,
    WAIT,
    CRASH,
    WAIT_AND_CRASH,
    GO_SLOWLY
  }

  private final UUID name = UUID.randomUUID();
  private final Deed deed;
  private final @Nullable String value;

  private AtRecord(Deed deed, @Nullable String value) {
    this.deed = deed;
    this.value = value;
    GATES.put(name, new CountDownLatch(1));
    CRASHED.put(name, new AtomicBoolean());
  }

  public static AtRecord nothing() {
    return new AtRecord(Deed.NOTHING, null);
  }

  public static AtRecord waitAt(String value) {
    return new AtRecord(Deed.WAIT, value);
  }

  public static AtRecord crashAt(String value) {
    return new AtRecord(Deed.CRASH, value);
  }

  /** Fails once, when the test says so. */
  public static AtRecord waitAndCrashAt(String value) {
    return new AtRecord(Deed.WAIT_AND_CRASH, value);
  }

  /** Twenty records a second. */
  public static AtRecord goSlowly() {
    return new AtRecord(Deed.GO_SLOWLY, null);
  }

  /** Ends the waiting. */
  public void open() {
    GATES.get(name).countDown();
  }

  @Override
  public RawRecord map(RawRecord record) throws InterruptedException {
    byte[] bytes = record.value();
    boolean here = bytes != null && new String(bytes, UTF_8).equals(value);
    if (here && (deed == Deed.WAIT || deed == Deed.WAIT_AND_CRASH)) {
      GATES.get(name).await();
    }
    if (deed == Deed.GO_SLOWLY) {
      Thread.sleep(PACE_MILLIS);
    }
    boolean crashes = deed == Deed.CRASH || deed == Deed.WAIT_AND_CRASH;
    if (crashes && here && !CRASHED.get(name).getAndSet(true)) {
      throw new IllegalStateException("the test wants the job to fail at " + value);
    }
    return record;
  }
}
