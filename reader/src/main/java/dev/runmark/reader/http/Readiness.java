package dev.runmark.reader.http;

import dev.runmark.reader.RunmarkReader;
import dev.runmark.reader.send.SendException;
import dev.runmark.reader.send.SendRuns;
import dev.runmark.storage.failure.IndexRefusedException;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.index.ReaderFitness;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the server can do what it is there for. What it finds is logged when it is not what it
 * was before, however often it is asked. Thread-safe.
 */
final class Readiness {

  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  private final RunmarkReader reader;
  private final SendRuns door;
  private final AtomicLong looks = new AtomicLong();
  private long newest;
  private String logged = "";

  Readiness(RunmarkReader reader, SendRuns door) {
    this.reader = reader;
    this.door = door;
  }

  /**
   * What was found.
   *
   * @param index ok, away, or refused: it answers, but the server cannot work with it
   * @param kafka ok, or away
   * @param missing of the index, each with what to do
   */
  record State(String index, String kafka, List<String> missing) {

    boolean ready() {
      return index.equals("ok") && kafka.equals("ok");
    }
  }

  State look() {
    long number = looks.incrementAndGet();
    StringBuilder found = new StringBuilder();
    State state = look(found);
    log(number, found.toString());
    return state;
  }

  private State look(StringBuilder found) {
    String kafka = kafka(found);
    try {
      ReaderFitness fitness = reader.fitness();
      List<String> missing = fitness.missing();
      if (!missing.isEmpty()) {
        found.append("runs cannot be read: ").append(String.join("; ", missing)).append(". ");
        return new State("refused", kafka, missing);
      }
      if (!fitness.walled()) {
        found.append("postgres.user sees the rows of all tenants: one with runmark_reader alone");
        found.append(" sees those of the tenant that is asking. ");
      }
      return new State("ok", kafka, List.of());
    } catch (ReadException e) {
      found.append("runs cannot be read: ").append(e.getMessage()).append(". ");
      String index = e instanceof IndexRefusedException ? "refused" : "away";
      return new State(index, kafka, List.of());
    }
  }

  private String kafka(StringBuilder found) {
    try {
      door.check();
      return "ok";
    } catch (SendException e) {
      found.append("runs cannot be sent: ").append(e.getMessage()).append(". ");
      return "away";
    }
  }

  /**
   * Without its numbers: how long was waited differs each time. A look that a later one has
   * overtaken says nothing.
   */
  private synchronized void log(long number, String found) {
    if (number < newest) {
      return;
    }
    newest = number;
    String what = found.replaceAll("\\d+", "");
    if (!what.equals(logged)) {
      logged = what;
      if (found.isEmpty()) {
        LOG.info("index and Kafka answer");
      } else {
        LOG.warn(found.strip());
      }
    }
  }
}
