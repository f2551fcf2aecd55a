package dev.runmark.job.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;

/** Gives the connector's enumerator a context in which its splits get their topic's id. */
final class TopicIdContext implements SplitEnumeratorContext<KafkaPartitionSplit> {

  private final SplitEnumeratorContext<GuardedSplit> outer;
  private final TopicGenerations generations;

  TopicIdContext(SplitEnumeratorContext<GuardedSplit> outer, TopicGenerations generations) {
    this.outer = outer;
    this.generations = generations;
  }

  @Override
  public void assignSplits(SplitsAssignment<KafkaPartitionSplit> assignment) {
    Map<Integer, List<GuardedSplit>> guarded =
        assignment.assignment().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> guard(entry.getValue())));
    outer.assignSplits(new SplitsAssignment<>(guarded));
  }

  private List<GuardedSplit> guard(List<KafkaPartitionSplit> splits) {
    return splits.stream()
        .map(split -> new GuardedSplit(split, generations.of(split.getTopic())))
        .toList();
  }

  @Override
  public SplitEnumeratorMetricGroup metricGroup() {
    return outer.metricGroup();
  }

  @Override
  public void sendEventToSourceReader(int subtask, SourceEvent event) {
    outer.sendEventToSourceReader(subtask, event);
  }

  @Override
  public void sendEventToSourceReader(int subtask, int attempt, SourceEvent event) {
    outer.sendEventToSourceReader(subtask, attempt, event);
  }

  @Override
  public int currentParallelism() {
    return outer.currentParallelism();
  }

  @Override
  public Map<Integer, ReaderInfo> registeredReaders() {
    return outer.registeredReaders();
  }

  @Override
  public Map<Integer, Map<Integer, ReaderInfo>> registeredReadersOfAttempts() {
    return outer.registeredReadersOfAttempts();
  }

  @Override
  public void signalNoMoreSplits(int subtask) {
    outer.signalNoMoreSplits(subtask);
  }

  @Override
  public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
    outer.callAsync(callable, handler);
  }

  @Override
  public <T> void callAsync(
      Callable<T> callable,
      BiConsumer<T, Throwable> handler,
      long initialDelayMillis,
      long periodMillis) {
    outer.callAsync(callable, handler, initialDelayMillis, periodMillis);
  }

  @Override
  public void runInCoordinatorThread(Runnable runnable) {
    outer.runInCoordinatorThread(runnable);
  }

  @Override
  public void setIsProcessingBacklog(boolean isProcessingBacklog) {
    outer.setIsProcessingBacklog(isProcessingBacklog);
  }
}
