package dev.runmark.quickstart.check.sort;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.UUID;

/** Some bytes under a key; ordered by the key. */
record Keyed(long high, long low, byte[] bytes) implements Comparable<Keyed> {

  /** What one takes in memory beside its bytes. */
  static final int OVERHEAD = 64;

  static Keyed read(DataInputStream in) throws IOException {
    long high = in.readLong();
    long low = in.readLong();
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new Keyed(high, low, bytes);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(high);
    out.writeLong(low);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  UUID key() {
    return new UUID(high, low);
  }

  boolean sameKey(Keyed other) {
    return high == other.high && low == other.low;
  }

  @Override
  public int compareTo(Keyed other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }
}
