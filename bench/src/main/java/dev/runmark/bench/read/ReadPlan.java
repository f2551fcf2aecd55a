package dev.runmark.bench.read;

import dev.runmark.storage.part.Compression;
import java.util.List;

/**
 * What to measure.
 *
 * @param kilobytes about how many a run has (1 KB = 1000 bytes)
 * @param clients that read at the same time
 * @param compressions of the parts
 * @param reads of each way in each round
 * @param warmUps rounds that are not counted
 * @param rounds that are; in each, all ways take turns, a slice of their reads at a time
 */
public record ReadPlan(
    List<Integer> kilobytes,
    List<Integer> clients,
    List<Compression> compressions,
    int reads,
    int warmUps,
    int rounds) {

  /** In so many slices a round's reads are made: what else the machine does hits all ways alike. */
  static final int SLICES = 10;

  public ReadPlan {
    kilobytes = List.copyOf(kilobytes);
    clients = List.copyOf(clients);
    compressions = List.copyOf(compressions);
    if (kilobytes.isEmpty() || clients.isEmpty() || compressions.isEmpty()) {
      throw new IllegalArgumentException(
          "measure nothing: wanted a size, a number of clients, a compression");
    }
    for (int size : kilobytes) {
      requireBetween("run of KB", size, 1, 900);
    }
    for (int count : clients) {
      requireBetween("clients", count, 1, 64);
    }
    requireBetween("reads", reads, 100, 1_000_000);
    if (rounds < 1 || warmUps < 0) {
      throw new IllegalArgumentException(rounds + " rounds after " + warmUps + ": wanted more");
    }
  }

  private static void requireBetween(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(what + " " + value + ": wanted " + least + " to " + most);
    }
  }
}
