package dev.runmark.bench.micro;

/** What is measured; every class has a method {@code runmark} and one {@code floor}. */
enum Subject {
  APPEND("append a line to a part", "System.arraycopy", true, AppendBenchmark.class),
  CHECKSUM("CRC-32C of a line", "one CRC-32C over all lines", true, ChecksumBenchmark.class),
  FOLD("fold a create and a patch", "Jackson: trees merged", true, FoldBenchmark.class),
  TRACE("fold a run in its trace", "Jackson: trees merged", true, TraceBenchmark.class),
  ROWS("row into a rows object", "fixed fields in a buffer", false, RowsBenchmark.class),
  COPY("row into a binary COPY", "fixed fields in a buffer", false, CopyBenchmark.class),
  CURSOR("cursor made and read", "two HMACs, base64", false, CursorBenchmark.class);

  private final String operation;
  private final String floor;
  private final boolean sized;
  private final Class<?> benchmark;

  Subject(String operation, String floor, boolean sized, Class<?> benchmark) {
    this.operation = operation;
    this.floor = floor;
    this.sized = sized;
    this.benchmark = benchmark;
  }

  String operation() {
    return operation;
  }

  String floor() {
    return floor;
  }

  /** Whether it costs by the size of runs. */
  boolean sized() {
    return sized;
  }

  Class<?> benchmark() {
    return benchmark;
  }
}
