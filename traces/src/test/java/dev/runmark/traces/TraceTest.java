package dev.runmark.traces;

import static dev.runmark.traces.Spans.millis;
import static dev.runmark.traces.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {

  @Test
  void eachSpanStandsBelowItsParentInTheOrderOfStarts() {
    Trace trace =
        only(
            span("late", "root", 60, 90),
            span("deep", "early", 20, 30),
            span("root", "", 0, 100),
            span("early", "root", 10, 50));

    assertThat(shown(trace)).containsExactly("0 root", "1 early", "2 deep", "1 late");
    assertThat(trace.below(trace.spans().get(0)))
        .extracting(Span::id)
        .containsExactlyInAnyOrder("early", "deep", "late");
  }

  @Test
  void childrenThatOutliveTheirParentExtendTheTrace() {
    Trace trace =
        only(
            span("root", "", 10, 20),
            span("child", "root", 15, 200),
            span("before", "root", 5, 12));

    assertThat(millis(trace.start())).isEqualTo(5);
    assertThat(millis(trace.end())).isEqualTo(200);
    assertThat(millis(trace.duration())).isEqualTo(195);
  }

  @Test
  void aSpanWhoseParentIsMissingStandsAtTheTop() {
    Trace trace =
        only(span("root", "", 0, 10), span("orphan", "gone", 2, 4), span("child", "orphan", 3, 4));

    assertThat(shown(trace)).containsExactly("0 root", "0 orphan?", "1 child");
  }

  @Test
  void spansInACircleAreShownOnce() {
    Trace trace = only(span("a", "b", 0, 10), span("b", "a", 1, 9), span("self", "self", 2, 3));

    assertThat(shown(trace)).containsExactly("0 a?", "1 b", "0 self?");
    assertThat(trace.below(trace.spans().get(0))).extracting(Span::id).containsExactly("b");
  }

  @Test
  void aSpanThatCameTwiceCountsOnce() {
    assertThat(only(span("root", "", 0, 10), span("root", "", 0, 10)).nodes()).hasSize(1);
  }

  @Test
  void tracesAreToldApartTheEarliestFirst() {
    List<Trace> traces =
        Trace.of(
            List.of(
                span("b", "1:later", "", 50, 60),
                span("a", "1:first", "", 0, 10),
                span("b", "2:below", "1", 51, 52)));

    assertThat(traces).extracting(Trace::id).containsExactly("a", "b");
    assertThat(shown(traces.get(1))).containsExactly("0 1", "1 2");
  }

  @Test
  void aDeepTreeTakesNoDeepStack() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      spans.add(span("s" + i, i == 0 ? "" : "s" + (i - 1), i, 20_000));
    }

    Trace trace = Trace.of(spans).get(0);

    assertThat(trace.nodes().get(19_999).depth()).isEqualTo(19_999);
  }

  @Test
  void aSpanThatEndsBeforeItStartsIsRefused() {
    assertThatThrownBy(() -> span("x", "", 10, 9)).hasMessageContaining("1,000,000 ns before");
  }

  private static Trace only(Span... spans) {
    List<Trace> traces = Trace.of(List.of(spans));
    assertThat(traces).hasSize(1);
    return traces.get(0);
  }

  private static List<String> shown(Trace trace) {
    return trace.nodes().stream()
        .map(node -> node.depth() + " " + node.span().id() + (node.orphan() ? "?" : ""))
        .toList();
  }
}
