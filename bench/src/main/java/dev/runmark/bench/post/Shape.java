package dev.runmark.bench.post;

/**
 * What one request holds.
 *
 * @param kilobytes of each of a run's three large fields, in 1000 bytes
 */
public record Shape(int runs, int kilobytes) {

  static final int FIELDS = 3;

  public Shape {
    if (runs < 1 || kilobytes < 1 || kilobytes > 300) {
      throw new IllegalArgumentException(
          runs
              + " runs of "
              + FIELDS
              + " fields of "
              + kilobytes
              + " KB: wanted 1 run or more, 1"
              + " to 300 KB");
    }
  }

  /** As {@code 500x10}. */
  public static Shape parse(String text) {
    String[] numbers = text.split("x", -1);
    if (numbers.length != 2 || !text.matches("\\d{1,6}x\\d{1,6}")) {
      throw new IllegalArgumentException(
          "shape " + text + ": wanted runs x KB of each field, as 500x10");
    }
    return new Shape(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
  }

  @Override
  public String toString() {
    return runs + " runs × " + FIELDS + " fields × " + kilobytes + " KB";
  }
}
