package dev.runmark.quickstart.ledger;

import java.util.HexFormat;
import java.util.UUID;

/**
 * Something sent that must be rejected.
 *
 * @param index which event of the record it is, from 0; -1: the whole record
 * @param kind what is wrong with it
 * @param size of the bytes that must be kept
 * @param sha256 of those bytes
 */
public record Poison(Coordinates at, int index, String kind, long size, byte[] sha256) {

  /** Where a record lies in Kafka. */
  public record Coordinates(UUID topicId, int partition, long offset) {}

  /** What its dead letter's key says: {@code topicId/partition/offset/index}. */
  public String key() {
    return at.topicId() + "/" + at.partition() + "/" + at.offset() + "/" + index;
  }

  String toLine() {
    return key() + "\t" + kind + "\t" + size + "\t" + HexFormat.of().formatHex(sha256);
  }

  static Poison ofLine(String line) {
    String[] fields = line.split("\t", -1);
    String[] key = fields[0].split("/", -1);
    Coordinates at =
        new Coordinates(UUID.fromString(key[0]), Integer.parseInt(key[1]), Long.parseLong(key[2]));
    return new Poison(
        at,
        Integer.parseInt(key[3]),
        fields[1],
        Long.parseLong(fields[2]),
        HexFormat.of().parseHex(fields[3]));
  }
}
