package dev.runmark.sink;

import dev.runmark.storage.part.PartId;
import dev.runmark.storage.tracing.Lap;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What committing did, in the trace of each part that it was about. One transaction commits many
 * parts: each part's trace tells all of it, so that one tree is the whole life of a part.
 */
final class CommitSpans {

  private static final AttributeKey<Long> PARTS = AttributeKey.longKey("runmark.parts");
  private static final AttributeKey<Boolean> KNOWN =
      AttributeKey.booleanKey("runmark.already_committed");

  private final Tracer tracer;
  private final int subtask;

  CommitSpans(Tracer tracer, int subtask) {
    this.tracer = tracer;
    this.subtask = subtask;
  }

  /**
   * The commit is done.
   *
   * @param already parts that had been committed before
   */
  void committed(Collection<StagedPart> parts, List<Lap> steps, Set<PartId> already) {
    for (StagedPart part : parts) {
      Span commit = begin(part, parts.size(), steps);
      if (commit.isRecording()) {
        commit.setAttribute(KNOWN, already.contains(part.part().id()));
        end(commit, steps);
      }
    }
  }

  /** The commit could not be done, or not now. */
  void failed(Collection<StagedPart> parts, List<Lap> steps, Exception failure) {
    for (StagedPart part : parts) {
      Span commit = begin(part, parts.size(), steps);
      if (commit.isRecording()) {
        commit.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
        end(commit, steps);
      }
    }
  }

  private Span begin(StagedPart part, int parts, List<Lap> steps) {
    SealedSpan sealed = part.span();
    if (sealed == null || steps.isEmpty()) {
      return Span.getInvalid();
    }
    Instant begin = steps.get(0).begin();
    Context parent = sealed.parent();
    PartSpan.lap(tracer, parent, new Lap("wait for checkpoint", sealed.sealed(), begin));
    return tracer
        .spanBuilder("commit")
        .setParent(parent)
        .setStartTimestamp(begin)
        .setAttribute(PartSpan.PART, part.part().id().toString())
        .setAttribute(PartSpan.SUBTASK, (long) subtask)
        .setAttribute(PARTS, (long) parts)
        .startSpan();
  }

  private void end(Span commit, List<Lap> steps) {
    Context parent = Context.root().with(commit);
    steps.forEach(step -> PartSpan.lap(tracer, parent, step));
    commit.end(steps.get(steps.size() - 1).end());
  }
}
