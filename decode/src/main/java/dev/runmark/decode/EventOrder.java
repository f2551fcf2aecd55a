package dev.runmark.decode;

import dev.runmark.decode.record.Operation;
import dev.runmark.storage.part.EventSpan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which event of its run each event of a record is: creates (and complete runs) before patches,
 * otherwise in the order of the document.
 */
final class EventOrder {

  private EventOrder() {}

  /**
   * The numbers, from 0 within each run, as the runs stand in the list; a number of {@link
   * EventSpan#EVENTS_PER_RECORD} or more is one too many.
   */
  static int[] of(List<DecodedRun> runs) {
    int[] numbers = new int[runs.size()];
    if (runs.size() > 1) {
      Map<UUID, Integer> counts = new HashMap<>();
      count(runs, false, counts, numbers);
      count(runs, true, counts, numbers);
    }
    return numbers;
  }

  private static void count(
      List<DecodedRun> runs, boolean patches, Map<UUID, Integer> counts, int[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      if (runs.get(i).operation() == Operation.PATCH == patches) {
        numbers[i] = counts.merge(runs.get(i).key().run(), 1, Integer::sum) - 1;
      }
    }
  }
}
