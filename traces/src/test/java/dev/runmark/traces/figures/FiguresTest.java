package dev.runmark.traces.figures;

import static dev.runmark.traces.Spans.millis;
import static dev.runmark.traces.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.runmark.traces.Span;
import dev.runmark.traces.Trace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void timeOfAParentThatNothingBelowItCoversIsAGap() {
    assertThat(
            gaps(
                span("root", "", 0, 100),
                span("left", "root", 10, 40),
                span("overlapping", "root", 30, 50),
                span("right", "root", 70, 90)))
        .containsExactly(
            "root: (start) 0+10 left", "root: overlapping 50+20 right", "root: right 90+10 (end)");
  }

  @Test
  void whatIsBelowAChildCoversToo() {
    assertThat(
            gaps(
                span("root", "", 0, 100),
                span("child", "root", 0, 20),
                span("goes on", "child", 10, 100)))
        .containsExactly("child: (start) 0+10 goes on");
  }

  @Test
  void aLeafHasNoGaps() {
    assertThat(gaps(span("root", "", 0, 100))).isEmpty();
  }

  @Test
  void aChildThatOutlivesItsParentCoversItToItsEnd() {
    assertThat(gaps(span("root", "", 0, 50), span("child", "root", 20, 80)))
        .containsExactly("root: (start) 0+20 child");
  }

  @Test
  void aChildThatBeginsAfterItsParentLeavesTheTraceOpenBetween() {
    assertThat(gaps(span("send", "", 0, 10), span("commit", "send", 40, 60)))
        .containsExactly("(trace): send 10+30 commit", "send: (start) 0+10 (end)");
  }

  @Test
  void aSpanWhoseParentIsMissingCoversTheTraceOnly() {
    assertThat(gaps(span("root", "", 0, 10), span("orphan", "gone", 20, 30)))
        .containsExactly("(trace): root 10+10 orphan");
  }

  @Test
  void spansThatTouchLeaveNothingOpen() {
    assertThat(
            gaps(
                span("root", "", 0, 30),
                span("first", "root", 0, 10),
                span("empty", "root", 10, 10),
                span("second", "root", 10, 30)))
        .isEmpty();
  }

  @Test
  void gapsOfTheSamePlaceAreCountedTogether() {
    List<GapFigures> figures =
        GapFigures.of(
            Trace.of(
                List.of(
                    span("a", "1:root", "", 0, 30),
                    span("a", "2:child", "1", 10, 30),
                    span("b", "1:root", "", 100, 150),
                    span("b", "2:child", "1", 125, 145))));

    assertThat(figures).hasSize(2);
    GapFigures first = figures.get(0);
    assertThat(first.count()).isEqualTo(2);
    assertThat(millis(first.total())).isEqualTo(35);
    assertThat(first.largest())
        .isEqualTo(new Gap("b", "root", Gap.START, "child", 100_000_000L, 25_000_000L));
    assertThat(millis(figures.get(1).total())).isEqualTo(5);
  }

  @Test
  void percentilesAreDurationsThatSpansHave() {
    List<Span> spans = new ArrayList<>();
    for (int i = 1; i <= 201; i++) {
      spans.add(span("a", "s" + i + ":work", "", 0, i));
    }

    NameFigures work = NameFigures.of(Trace.of(spans)).get(0);

    assertThat(work.count()).isEqualTo(201);
    assertThat(millis(work.p50())).isEqualTo(101);
    assertThat(millis(work.p95())).isEqualTo(191);
    assertThat(millis(work.p99())).isEqualTo(199);
    assertThat(millis(work.largest())).isEqualTo(201);
  }

  /** 0 to 100: two uploads of 40 that overlap by 20 cover 60; of the root 40 is its own. */
  @Test
  void theShareOfANameCountsOverlapsOnceAndSelfLeavesOutWhatIsBelow() {
    List<NameFigures> figures =
        NameFigures.of(
            Trace.of(
                List.of(
                    span("a", "1:root", "", 0, 100),
                    span("a", "2:upload", "1", 10, 50),
                    span("a", "3:upload", "1", 30, 70))));

    assertThat(figures).extracting(NameFigures::name).containsExactly("root", "upload");
    assertThat(figures.get(0).share()).isEqualTo(1, within(1e-9));
    assertThat(figures.get(0).self()).isEqualTo(0.4, within(1e-9));
    assertThat(figures.get(1).share()).isEqualTo(0.6, within(1e-9));
    assertThat(figures.get(1).self()).isEqualTo(0.6, within(1e-9));
  }

  @Test
  void sharesAreOfTheTimeOfAllTracesTogether() {
    List<NameFigures> figures =
        NameFigures.of(
            Trace.of(List.of(span("a", "1:rare", "", 0, 10), span("b", "1:often", "", 50, 80))));

    assertThat(figures).extracting(NameFigures::name).containsExactly("often", "rare");
    assertThat(figures.get(1).share()).isEqualTo(0.25, within(1e-9));
  }

  @Test
  void aComparisonHasTheNamesOfBoth() {
    List<NameFigures> before =
        NameFigures.of(Trace.of(List.of(span("copy", "", 0, 100), span("gone", "copy", 0, 10))));
    List<NameFigures> after =
        NameFigures.of(Trace.of(List.of(span("copy", "", 0, 25), span("new", "copy", 0, 20))));

    List<Comparison> compared = Comparison.of(before, after);

    assertThat(compared).extracting(Comparison::name).containsExactly("copy", "new", "gone");
    assertThat(compared.get(0).ratio50()).isEqualTo(0.25);
    assertThat(compared.get(0).ratio95()).isEqualTo(0.25);
    assertThat(compared.get(1).before()).isNull();
    assertThat(compared.get(1).ratio50()).isNull();
    assertThat(compared.get(2).after()).isNull();
  }

  private static List<String> gaps(Span... spans) {
    return Trace.of(List.of(spans)).stream()
        .flatMap(trace -> Gap.of(trace).stream())
        .map(
            gap ->
                "%s: %s %d+%d %s"
                    .formatted(
                        gap.inside(),
                        gap.after(),
                        millis(gap.start()),
                        millis(gap.length()),
                        gap.before()))
        .toList();
  }
}
