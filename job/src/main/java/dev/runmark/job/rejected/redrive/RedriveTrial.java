package dev.runmark.job.rejected.redrive;

import dev.runmark.decode.record.Origin;
import dev.runmark.job.options.DeadLetterOptions;
import dev.runmark.job.options.KafkaOptions;
import dev.runmark.job.rejected.DeadLetter;
import dev.runmark.storage.index.PostgresOptions;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** What a redrive would do. Changes nothing, takes no lock, disturbs none that runs. */
public final class RedriveTrial {

  private final KafkaOptions kafka;
  private final DeadLetterOptions deadLetters;
  private final PostgresOptions index;

  public RedriveTrial(KafkaOptions kafka, DeadLetterOptions deadLetters, PostgresOptions index) {
    this.kafka = kafka;
    this.deadLetters = deadLetters;
    this.index = index;
  }

  public RedriveReport run(String reason, long limit) throws IOException {
    RedriveReport report = new RedriveReport();
    DeadLetterTopic letters = new DeadLetterTopic(kafka.clients(), deadLetters.topic());
    try (RejectedTable table = RejectedTable.open(index);
        SourceTopics topics = SourceTopics.open(kafka)) {
      Set<Origin> redriven = table.redriven(reason);
      Set<Origin> claimed = new HashSet<>();
      table.claims().forEach(claim -> claimed.add(claim.key()));
      report.claims(claimed.size());
      letters.read(
          reason,
          report,
          letter -> {
            if (report.sent() >= limit) {
              report.limited();
              return false;
            }
            if (!claimed.contains(letter.key())) {
              decide(letter, redriven, topics, report);
            }
            return true;
          });
      if (!report.isLimited()) {
        table.waiting(
            reason,
            key -> {
              if (!letters.hasShown(key)) {
                report.missing(key);
              }
            });
      }
    }
    return report;
  }

  private static void decide(
      DeadLetter letter, Set<Origin> redriven, SourceTopics topics, RedriveReport report) {
    Refusal refusal = topics.refusal(letter);
    if (refusal != null) {
      report.refused(letter.row().topic(), refusal);
    } else if (redriven.contains(letter.key())) {
      report.sentBefore();
    } else {
      report.sent(letter.row().topic());
    }
  }
}
