package dev.runmark.bench.commit;

import dev.runmark.bench.load.RunIds;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/** How ids of runs follow each other, which decides where in an index the next one goes. */
public enum IdOrder {
  /** UUID version 7. */
  TIME_ORDERED(
      "time-ordered", "lpad(to_hex(1700000000000 + i), 12, '0') || '7' || substr(h, 1, 3)") {
    @Override
    Function<Instant, UUID> ids(long seed) {
      return new RunIds(seed)::at;
    }
  },

  /** UUID version 4. */
  RANDOM("random", "substr(h, 4, 12) || '4' || substr(h, 1, 3)") {
    @Override
    Function<Instant, UUID> ids(long seed) {
      Random random = new Random(seed);
      return any ->
          new UUID(
              random.nextLong() & ~0xF000L | 0x4000L,
              random.nextLong() >>> 2 | 0x8000_0000_0000_0000L);
    }
  };

  private final String text;
  private final String front;

  IdOrder(String text, String front) {
    this.text = text;
    this.front = front;
  }

  /** The ids of a batch, in the order of its runs. */
  abstract Function<Instant, UUID> ids(long seed);

  /** An id in SQL, of a number i and its hash h. */
  String sql() {
    return "(" + front + " || '8' || substr(h, 16, 15))::uuid";
  }

  @Override
  public String toString() {
    return text;
  }
}
