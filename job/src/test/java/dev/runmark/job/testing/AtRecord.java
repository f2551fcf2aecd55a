package dev.runmark.job.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.job.record.RawRecord;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.functions.MapFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a test does to a job at the record with a certain value, the first time that it comes by:
 * wait until the test says so, fail, both, or nothing. Travels as copies, so by a name.
 */
public final class AtRecord implements MapFunction<RawRecord, RawRecord> {
  private static final long serialVersionUID = 1L;

  private static final Map<UUID, CountDownLatch> GATES = new ConcurrentHashMap<>();
  private static final Map<UUID, AtomicBoolean> CRASHED = new ConcurrentHashMap<>();

  private final UUID name = UUID.randomUUID();
  private final @Nullable String value;
  private final boolean crashes;

  private AtRecord(@Nullable String value, boolean waits, boolean crashes) {
    this.value = value;
    this.crashes = crashes;
    GATES.put(name, new CountDownLatch(waits ? 1 : 0));
    CRASHED.put(name, new AtomicBoolean());
  }

  public static AtRecord nothing() {
    return new AtRecord(null, false, false);
  }

  public static AtRecord waitAt(String value) {
    return new AtRecord(value, true, false);
  }

  public static AtRecord crashAt(String value) {
    return new AtRecord(value, false, true);
  }

  public static AtRecord waitThenCrashAt(String value) {
    return new AtRecord(value, true, true);
  }

  /** Ends the waiting. */
  public void open() {
    GATES.get(name).countDown();
  }

  @Override
  public RawRecord map(RawRecord record) throws InterruptedException {
    byte[] bytes = record.value();
    if (value != null && bytes != null && value.equals(new String(bytes, UTF_8))) {
      GATES.get(name).await();
      if (crashes && !CRASHED.get(name).getAndSet(true)) {
        throw new IllegalStateException("the test wants the job to fail at " + value);
      }
    }
    return record;
  }
}
