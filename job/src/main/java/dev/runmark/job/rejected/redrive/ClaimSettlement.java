package dev.runmark.job.rejected.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.decode.record.Origin;
import dev.runmark.decode.record.RedriveHeaders;
import dev.runmark.job.kafka.OffsetRange;
import dev.runmark.job.kafka.PartitionScan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Finds out of claims that a broken redrive has left whether their records were sent. Certain only
 * when nothing of that redrive is under way any more.
 */
final class ClaimSettlement {

  private final RejectedTable table;
  private final SourceTopics topics;
  private final PartitionScan scan;
  private final List<Claim> open = new ArrayList<>();

  ClaimSettlement(RejectedTable table, SourceTopics topics, PartitionScan scan) {
    this.table = table;
    this.topics = topics;
    this.scan = scan;
  }

  void settle(RedriveReport report) throws IOException {
    for (Claim claim : table.claims()) {
      if (topics.refusal(claim.target().topic(), claim.key()) == null) {
        open.add(claim);
      } else {
        report.undecided(claim.key());
      }
    }
    if (open.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetRange> there =
        topics.ranges(open.stream().map(Claim::target).distinct().toList());
    scan.read(
        stretches(there),
        record -> {
          found(record, report);
          return !open.isEmpty();
        });
    for (Claim claim : open) {
      OffsetRange range = there.get(claim.target());
      if (range != null && range.allows(claim.from())) {
        table.release(claim);
        report.released();
      } else {
        report.undecided(claim.key());
      }
    }
  }

  /** From the first claim's offset, or what is left behind it. */
  private Map<TopicPartition, OffsetRange> stretches(Map<TopicPartition, OffsetRange> there) {
    Map<TopicPartition, OffsetRange> stretches = new HashMap<>();
    there.forEach(
        (partition, range) -> {
          long first =
              open.stream()
                  .filter(claim -> claim.target().equals(partition))
                  .mapToLong(Claim::from)
                  .min()
                  .orElse(range.end());
          stretches.put(partition, new OffsetRange(Math.max(first, range.earliest()), range.end()));
        });
    return stretches;
  }

  private void found(ConsumerRecord<byte[], byte[]> record, RedriveReport report)
      throws IOException {
    Header header = record.headers().lastHeader(RedriveHeaders.ORIGIN);
    Origin origin =
        header == null || header.value() == null
            ? null
            : Origin.parse(new String(header.value(), UTF_8));
    Claim claim = origin == null ? null : claim(record, origin);
    if (claim != null) {
      table.sent(claim.redrive(), Map.of(claim.key(), record.offset()));
      open.remove(claim);
      report.foundSent();
    }
  }

  /**
   * The claim that a record fulfils: of several tries of one origin the last that was claimed
   * before it.
   */
  private @Nullable Claim claim(ConsumerRecord<byte[], byte[]> record, Origin origin) {
    Claim last = null;
    for (Claim claim : open) {
      if (claim.origin().equals(origin)
          && claim.target().partition() == record.partition()
          && claim.target().topic().equals(record.topic())
          && claim.from() <= record.offset()
          && (last == null || claim.from() > last.from())) {
        last = claim;
      }
    }
    return last;
  }
}
