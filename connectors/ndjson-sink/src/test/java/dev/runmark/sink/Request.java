package dev.runmark.sink;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;

/** A commit request that writes down what it is told. */
final class Request implements CommitRequest<PartCommittable> {

  final List<String> signals = new ArrayList<>();
  private final PartCommittable committable;

  Request(PartCommittable committable) {
    this.committable = committable;
  }

  @Override
  public PartCommittable getCommittable() {
    return committable;
  }

  @Override
  public int getNumberOfRetries() {
    return 0;
  }

  @Override
  public void signalFailedWithKnownReason(Throwable t) {
    signals.add("failed, known");
  }

  @Override
  public void signalFailedWithUnknownReason(Throwable t) {
    signals.add("failed, unknown");
  }

  @Override
  public void retryLater() {
    signals.add("later");
  }

  @Override
  public void updateAndRetryLater(PartCommittable changed) {
    signals.add("changed, later");
  }

  @Override
  public void signalAlreadyCommitted() {
    signals.add("already committed");
  }
}
