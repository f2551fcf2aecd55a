package dev.runmark.bench.ingest;

/** What Runmark is measured beside. */
public enum Peer {
  /** Files on S3 and nothing else, by Flink's own sink: the baseline. */
  FILESINK("FileSink"),
  /** The source by itself: no pipeline that reads with it can be faster. */
  CEILING("source alone"),
  /** FileSink, and a row for each run through Flink's JDBC connector. */
  JDBC("FileSink + JDBC"),
  /** A table with a primary key on S3: Apache Paimon. */
  LAKEHOUSE("Paimon");

  private final String words;

  Peer(String words) {
    this.words = words;
  }

  /** What it is called in reports. */
  String words() {
    return words;
  }
}
