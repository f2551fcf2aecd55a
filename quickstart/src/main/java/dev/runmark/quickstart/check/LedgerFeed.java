package dev.runmark.quickstart.check;

import dev.runmark.quickstart.ledger.SentEvents;
import dev.runmark.quickstart.ledger.SentRuns;
import java.io.IOException;
import java.util.UUID;

/** What a generator's ledger says was sent. */
final class LedgerFeed {

  /** Nothing that is sent names one. */
  private static final String TENANT = "default";

  private LedgerFeed() {}

  static void feed(SentRuns sent, Evidence evidence) throws IOException {
    SentEvents places = sent.places();
    for (int run = 0; run < sent.size(); run++) {
      UUID id = sent.id(run);
      evidence.digest(id, new SentDigest(sent.events(run), sent.digest(run)));
      for (int event = places.first(run); event < places.end(run); event++) {
        boolean complete = places.complete(event);
        evidence.event(
            new SentEvent(
                id,
                TENANT,
                null,
                places.partition(event),
                places.position(event),
                complete,
                complete,
                null,
                null,
                null));
      }
    }
  }
}
