package dev.runmark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.index.CommitRefusedException;
import dev.runmark.storage.index.CommitResult;
import dev.runmark.storage.index.InMemoryOffsetIndex;
import dev.runmark.storage.index.OffsetIndex;
import dev.runmark.storage.index.PartCommit;
import dev.runmark.storage.objects.InMemoryObjectStore;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.FrameEncoder;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RandomLines;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.tracing.Laps;
import dev.runmark.storage.tracing.Tracing;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The life of a part is one tree of spans, although two processes may tell it. */
class PartLifeTraceTest {

  private static final PartOptions OPTIONS = PartOptions.of(Compression.NONE);

  private final InMemoryObjectStore store = new InMemoryObjectStore("bucket");
  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final Tracing tracing = tracing(Sampler.alwaysOn());

  @Test
  void writerAndCommitterMeetInOneTreeAfterTheCommittableWasSerialized() throws Exception {
    StagedPart sealed = sealed(tracing, 3);
    commit(afterRestart(sealed), telling(new InMemoryOffsetIndex()));
    List<SpanData> spans = exported.getFinishedSpanItems();
    SpanData part = only("part");
    assertThat(spans).extracting(SpanData::getTraceId).containsOnly(part.getTraceId());
    assertThat(part.getParentSpanContext().isValid()).isFalse();
    assertThat(below("part")).containsExactly("append", "commit", "seal", "wait for checkpoint");
    assertThat(below("seal")).containsExactly("last frame", "rows object", "upload complete");
    assertThat(below("commit")).containsExactly("COMMIT", "COPY");
    assertThat(part.getAttributes().get(PartSpan.PART)).isEqualTo(sealed.part().id().toString());
    assertThat(part.getAttributes().get(PartSpan.LINES)).isEqualTo(3);
    assertThat(only("append").getAttributes().get(PartSpan.LINES)).isEqualTo(3);
  }

  @Test
  void nothingLiesBetweenTheSealTheWaitAndTheCommit() throws Exception {
    StagedPart sealed = sealed(tracing, 1);
    Thread.sleep(20);
    commit(sealed, telling(new InMemoryOffsetIndex()));
    SpanData wait = only("wait for checkpoint");
    assertThat(wait.getEndEpochNanos() - wait.getStartEpochNanos()).isGreaterThan(20_000_000);
    assertThat(only("part").getEndEpochNanos() - wait.getStartEpochNanos()).isBetween(0L, 999L);
    assertThat(only("commit").getStartEpochNanos()).isEqualTo(wait.getEndEpochNanos());
    assertThat(only("COPY").getStartEpochNanos()).isEqualTo(only("commit").getStartEpochNanos());
    assertThat(only("COMMIT").getEndEpochNanos()).isEqualTo(only("commit").getEndEpochNanos());
  }

  @Test
  void aCommitThatIsRefusedIsAnErrorInTheTreeOfThePart() throws Exception {
    StagedPart sealed = sealed(tracing, 1);
    OffsetIndex refusing =
        index(
            (commit, laps) -> {
              laps.done("look up");
              throw new CommitRefusedException("no");
            });
    assertThatThrownBy(() -> commit(sealed, refusing)).isNotNull();
    assertThat(only("commit").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(below("commit")).containsExactly("look up");
  }

  /** It is tried again by another committer, and both tries are in the tree. */
  @Test
  void aCommitThatCannotBeDoneNowIsAnErrorBesideTheOneThatIs() throws Exception {
    StagedPart sealed = sealed(tracing, 1);
    OffsetIndex away =
        index(
            (commit, laps) -> {
              laps.done("failed attempt");
              throw new IOException("away");
            });
    assertThatThrownBy(() -> commit(sealed, away)).hasMessage("away");
    assertThat(only("commit").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(below("commit")).containsExactly("failed attempt");
    commit(sealed, telling(new InMemoryOffsetIndex()));
    assertThat(exported.getFinishedSpanItems())
        .filteredOn(span -> span.getName().equals("commit"))
        .extracting(span -> span.getStatus().getStatusCode())
        .containsExactly(StatusCode.ERROR, StatusCode.UNSET);
  }

  @Test
  void aPartGivenUpEndsItsSpanAsAnError() throws IOException {
    OpenPart open = open(tracing);
    open.append(new RandomLines(1).next(10));
    open.abort();
    open.abort();
    assertThat(only("part").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void aPartThatIsNotSampledCarriesNothingAndNothingIsToldOfItsCommit() throws Exception {
    StagedPart sealed = sealed(tracing(Sampler.alwaysOff()), 2);
    assertThat(sealed.span()).isNull();
    commit(sealed, telling(new InMemoryOffsetIndex()));
    assertThat(exported.getFinishedSpanItems()).isEmpty();
  }

  private Tracing tracing(Sampler sampler) {
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setSampler(sampler)
            .addSpanProcessor(SimpleSpanProcessor.create(exported))
            .build();
    return Tracing.through(OpenTelemetrySdk.builder().setTracerProvider(provider).build());
  }

  private SpanData only(String name) {
    List<SpanData> found =
        exported.getFinishedSpanItems().stream()
            .filter(span -> span.getName().equals(name))
            .toList();
    assertThat(found).as(name).hasSize(1);
    return found.get(0);
  }

  private List<String> below(String name) {
    String parent = only(name).getSpanId();
    return exported.getFinishedSpanItems().stream()
        .filter(span -> span.getParentSpanId().equals(parent))
        .map(SpanData::getName)
        .sorted()
        .toList();
  }

  private OpenPart open(Tracing traced) throws IOException {
    PartIdSource ids = () -> PartId.mint(Instant.now());
    return new PartOpener(store, "runs", OPTIONS, ids, traced)
        .open(FrameEncoder.of(OPTIONS.frames()), 0);
  }

  private StagedPart sealed(Tracing traced, int lines) throws IOException {
    OpenPart open = open(traced);
    for (RunLine line : new RandomLines(1).take(lines, 300)) {
      open.append(line);
    }
    return open.seal();
  }

  /** As another process gets it. */
  private static StagedPart afterRestart(StagedPart part) throws IOException {
    PartCommittableSerializer serializer = new PartCommittableSerializer();
    PartCommittable committable = new PartCommittable(List.of(part), Set.of(), null);
    return serializer.deserialize(2, serializer.serialize(committable)).parts().get(0);
  }

  private void commit(StagedPart part, OffsetIndex index) throws Exception {
    PartCommittable committable = new PartCommittable(List.of(part), Set.of(), null);
    try (NdjsonSinkCommitter committer =
        new NdjsonSinkCommitter(index, () -> store, tracing, new RecordedMetrics(), 0)) {
      committer.commit(List.of(new Request(committable)));
    }
  }

  private interface Commit {
    CommitResult of(PartCommit commit, Laps laps) throws IOException, InterruptedException;
  }

  private static OffsetIndex telling(OffsetIndex index) {
    return index(
        (commit, laps) -> {
          laps.done("COPY");
          CommitResult result = index.commit(commit);
          laps.done("COMMIT");
          return result;
        });
  }

  private static OffsetIndex index(Commit work) {
    return new OffsetIndex() {
      @Override
      public CommitResult commit(PartCommit commit) {
        throw new AssertionError("the steps are wanted");
      }

      @Override
      public CommitResult commit(PartCommit commit, Laps laps)
          throws IOException, InterruptedException {
        return work.of(commit, laps);
      }

      @Override
      public void close() {}
    };
  }
}
