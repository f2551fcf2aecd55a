package dev.runmark.storage.json;

/** Which containers a scanner is in, one bit each: set for an object, clear for an array. */
final class NestingBits {

  private final int limit;
  private final long[] objects;
  private int outer;
  private int depth;

  NestingBits(int limit) {
    this.limit = limit;
    this.objects = new long[limit / Long.SIZE + 1];
  }

  void begin(int alreadyEntered) {
    outer = alreadyEntered;
    depth = alreadyEntered;
  }

  /** False when that is one too deep. */
  boolean enter(boolean object) {
    if (depth >= limit) {
      return false;
    }
    long bit = 1L << depth;
    int word = depth / Long.SIZE;
    objects[word] = object ? objects[word] | bit : objects[word] & ~bit;
    depth++;
    return true;
  }

  void leave() {
    depth--;
  }

  boolean inObject() {
    int innermost = depth - 1;
    return (objects[innermost / Long.SIZE] & 1L << innermost) != 0;
  }

  /** Whether all that was entered has been left. */
  boolean done() {
    return depth == outer;
  }
}
