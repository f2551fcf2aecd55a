package dev.runmark.quickstart.ledger;

/**
 * Where an event of a run lies in Kafka.
 *
 * @param nth which event of that run it is in its record, from 0
 * @param complete whether it stands for all of the run that came before it
 */
public record EventPlace(int partition, long offset, int nth, boolean complete) {

  private static final int EVENTS_PER_RECORD = 256;

  public EventPlace {
    if (partition < 0 || offset < 0 || nth < 0 || nth >= EVENTS_PER_RECORD) {
      throw new IllegalArgumentException(
          "place of an event: partition " + partition + ", offset " + offset + ", number " + nth);
    }
  }

  /** As the index counts it. */
  public long position() {
    return (offset + 1) * EVENTS_PER_RECORD + nth;
  }
}
