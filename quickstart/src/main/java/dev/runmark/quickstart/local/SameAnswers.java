package dev.runmark.quickstart.local;

import dev.runmark.quickstart.check.RunParser;
import dev.runmark.quickstart.ledger.SentRuns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * B5: whether all who are asked give the same: of a sample of the runs that were sent that very
 * run, and the same page of the newest.
 */
public final class SameAnswers {

  private static final int SAMPLE = 200;
  private static final int EXAMPLES = 5;

  private final SentRuns sent;
  private final Source library;
  private final Source http;
  private final RunParser parser = new RunParser();
  private final List<String> differences = new ArrayList<>();

  private SameAnswers(SentRuns sent, Source library, Source http) {
    this.sent = sent;
    this.library = library;
    this.http = http;
  }

  /** Who can be asked. */
  interface Source {

    /** The document of a run, byte for byte; empty when there is no such run. */
    Optional<byte[]> run(UUID id) throws IOException;

    /** The first page of all runs. */
    List<UUID> newest() throws IOException;
  }

  /**
   * What came of it.
   *
   * @param asked for how many runs
   * @param same of how many of them both answers are the same, and what was sent
   * @param differences the first ones, in words; of the page too
   */
  public record Report(int asked, int same, List<String> differences) {

    public Report {
      differences = List.copyOf(differences);
    }

    /** Never when nothing was asked: then nothing was compared. */
    public boolean clean() {
      return asked > 0 && same == asked && differences.isEmpty();
    }

    /** As the checker tells its own. */
    @Override
    public String toString() {
      StringBuilder text =
          new StringBuilder(
              String.format(
                  Locale.ROOT,
                  "B5 %-6s %,9d checked  library and HTTP give the same answer, and what was sent",
                  clean() ? "ok" : Math.max(1, asked - same) + " BAD",
                  asked));
      differences.forEach(each -> text.append("\n     ").append(each));
      return text.toString();
    }
  }

  /** Asks for runs from all over what was sent. */
  static Report compare(SentRuns sent, Source library, Source http) throws IOException {
    return new SameAnswers(sent, library, http).compare();
  }

  private Report compare() throws IOException {
    if (!library.newest().equals(http.newest())) {
      differences.add("the first page of all runs: HTTP lists others than the library");
    }
    int asked = Math.min(SAMPLE, sent.size());
    int same = 0;
    for (int i = 0; i < asked; i++) {
      Optional<String> difference = difference((int) ((long) i * sent.size() / asked));
      if (difference.isEmpty()) {
        same++;
      } else if (differences.size() < EXAMPLES) {
        differences.add(difference.get());
      }
    }
    return new Report(asked, same, differences);
  }

  private Optional<String> difference(int number) throws IOException {
    UUID id = sent.id(number);
    Optional<byte[]> one = library.run(id);
    Optional<byte[]> other = http.run(id);
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.of(
          "run " + id + ": library " + told(one) + ", HTTP " + told(other) + ", but it was sent");
    }
    if (!Arrays.equals(one.get(), other.get())) {
      return Optional.of("run " + id + ": library " + told(one) + ", HTTP others: " + told(other));
    }
    return isWhatWasSent(number, one.get())
        ? Optional.empty()
        : Optional.of("run " + id + ": both give the same, which is not what was sent");
  }

  private boolean isWhatWasSent(int number, byte[] document) {
    try {
      return sent.matches(number, parser.parse(document, 0, document.length).sha256());
    } catch (IOException notOneRun) {
      return false;
    }
  }

  private static String told(Optional<byte[]> answer) {
    return answer.map(bytes -> bytes.length + " bytes").orElse("has none");
  }
}
