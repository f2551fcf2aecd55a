package dev.runmark.storage.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.failure.InvalidQueryException;
import dev.runmark.storage.part.RunStatus;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunQueryTest {

  private static final RunQuery ALL = RunQuery.of("default");
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"", "a\u0000b", "\ud800", "x\udc00"})
  void textThatNoColumnCanHoldIsRefusedByName(String text) {
    refused("tenant", () -> RunQuery.of(text));
    refused("project", () -> ALL.withProject(text));
    refused("runType", () -> ALL.withRunType(text));
    refused("namePrefix", () -> ALL.withNamePrefix(text));
  }

  @Test
  void endlessTextIsRefused() {
    assertThat(ALL.withNamePrefix("é".repeat(2_000)).namePrefix()).hasSize(2_000);
    refused("namePrefix", () -> ALL.withNamePrefix("x".repeat(2_001)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 10_001, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aPageHasOneToTenThousandRows(int limit) {
    refused("limit", () -> ALL.withLimit(limit));
    refused("limit", () -> new PartQuery(null, null, Order.NEWEST_FIRST, limit));
  }

  @Test
  void timesMustMakeAWindow() {
    assertThat(ALL.within(NOON, null).to()).isNull();
    refused("to", () -> ALL.within(NOON, NOON));
    refused("to", () -> ALL.within(NOON, NOON.minusNanos(1)));
    refused("from", () -> ALL.within(Instant.MIN, null));
    refused("to", () -> ALL.within(null, Instant.MAX));
    refused("to", () -> new PartQuery(NOON, NOON, Order.NEWEST_FIRST, 1));
  }

  @Test
  void statusAndErrorAreOneQuestion() {
    refused("hasError", () -> ALL.withStatus(RunStatus.SUCCESS).withHasError(true));
  }

  private static void refused(String parameter, ThrowingCallable query) {
    assertThatThrownBy(query)
        .isInstanceOfSatisfying(
            InvalidQueryException.class, e -> assertThat(e.parameter()).isEqualTo(parameter));
  }
}
