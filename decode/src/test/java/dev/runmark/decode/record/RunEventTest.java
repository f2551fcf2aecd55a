package dev.runmark.decode.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.RunStatus;
import dev.runmark.storage.part.SourcePartition;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunEventTest {

  private static final UUID TRACE = UUID.fromString("0190a0b0-0000-7000-8000-0000000000ff");
  private static final UUID OTHER = UUID.fromString("0190a0b0-0000-7000-8000-00000000000a");
  private static final UUID PARENT = UUID.fromString("0190a0b0-0000-7000-8000-0000000000ee");
  private static final SourcePartition SOURCE = new SourcePartition(new UUID(1, 2), "runs", 3);
  private static final Instant END = Instant.parse("2026-11-20T09:15:01Z");

  /** A window closes soon after its root has ended: by end or status, of the root and no other. */
  @ParameterizedTest
  @CsvSource({
    // operation, is named as the trace, has a parent, status and end: ends the root
    "CREATE,   true,  false, SUCCESS end, true",
    "CREATE,   true,  false, NONE end,    true",
    "CREATE,   true,  false, SUCCESS,     true",
    "CREATE,   true,  false, ERROR,       true",
    "CREATE,   true,  false, PENDING,     false",
    "CREATE,   true,  false, NONE,        false",
    "CREATE,   true,  true,  SUCCESS end, true",
    "CREATE,   false, false, SUCCESS end, true",
    "COMPLETE, false, false, SUCCESS end, true",
    "CREATE,   false, true,  SUCCESS end, false",
    "COMPLETE, false, true,  SUCCESS end, false",
    "PATCH,    true,  false, SUCCESS end, true",
    "PATCH,    true,  false, NONE,        false",
    "PATCH,    false, false, SUCCESS end, false",
    "PATCH,    false, true,  ERROR end,   false"
  })
  void theRootEndsByItsOwnEvents(
      Operation operation, boolean ofTrace, boolean child, String told, boolean ends) {
    String status = told.replace(" end", "");
    Listing listing =
        new Listing(
            null,
            child ? PARENT : null,
            null,
            null,
            status.equals("NONE") ? null : RunStatus.valueOf(status),
            null,
            told.endsWith("end") ? END : null);
    RunEvent event = new RunEvent(operation, line(ofTrace ? TRACE : OTHER, 41, listing));
    assertThat(event.endsRoot()).isEqualTo(ends);
  }

  @Test
  void theOffsetOfALineIsThatOfItsLatestEvent() {
    assertThat(SourceOffset.of(line(OTHER, 0, Listing.NONE))).isZero();
    assertThat(SourceOffset.of(line(OTHER, 41, Listing.NONE))).isEqualTo(41);
    assertThat(new SourceOffset(SOURCE, 0).offset()).isZero();
    assertThatThrownBy(() -> new SourceOffset(SOURCE, -1)).hasMessageContaining("offset -1 < 0");
  }

  /** It decides which subtask has a trace: another hash would leave state where nobody looks. */
  @Test
  void theHashOfATraceNeverChanges() {
    RunEvent event = new RunEvent(Operation.CREATE, line(OTHER, 1, Listing.NONE));
    assertThat(TraceKey.of(event)).isEqualTo(new TraceKey("acme", TRACE));
    assertThat(TraceKey.of(event).hashCode()).isEqualTo(-2028577195);
    assertThat(new TraceKey("acme", OTHER)).doesNotHaveSameHashCodeAs(TraceKey.of(event));
    assertThat(new TraceKey("umbra", TRACE)).doesNotHaveSameHashCodeAs(TraceKey.of(event));
  }

  /** They are in state and in savepoints. */
  @Test
  void theCodesOfOperationsNeverChange() {
    assertThat(Operation.values()).extracting(Operation::code).containsExactly(0, 1, 2);
    for (Operation operation : Operation.values()) {
      assertThat(Operation.ofCode(operation.code())).isEqualTo(operation);
    }
    assertThatThrownBy(() -> Operation.ofCode(3)).hasMessageContaining("operation code 3");
  }

  private static RunLine line(UUID run, long offset, Listing listing) {
    EventSpan span = EventSpan.ofCreate(EventSpan.position(offset, 7));
    return new RunLine(new RunKey("acme", run), TRACE, SOURCE, span, listing, new byte[2], 0, 2);
  }
}
