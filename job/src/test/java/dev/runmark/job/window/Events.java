package dev.runmark.job.window;

import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.RunStatus;
import dev.runmark.storage.part.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/** Events made by hand. */
final class Events {

  static final Instant START = Instant.parse("2026-11-20T09:15:00Z");
  static final UUID TOPIC = new UUID(7, 7);

  /** Nothing closes by itself but by what a test changes. */
  static final WindowRules WIDE =
      new WindowRules(
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofMinutes(10),
          MemorySize.ofMebiBytes(64),
          MemorySize.ofMebiBytes(128),
          MemorySize.ofMebiBytes(32),
          false);

  /** The same, with these bounds. */
  static WindowRules bounded(MemorySize traceSize, MemorySize openSize) {
    return new WindowRules(
        WIDE.grace(), WIDE.gap(), WIDE.age(), traceSize, openSize, WIDE.lineSize(), false);
  }

  private Events() {}

  static UUID id(int number) {
    return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + number);
  }

  static SourcePartition source(int partition) {
    return new SourcePartition(TOPIC, "runs", partition);
  }

  static EventBuilder of(int trace, int run) {
    return new EventBuilder(trace, run);
  }

  /** An event, one thing said after the other; a create that has not ended unless told. */
  static final class EventBuilder {
    private final UUID trace;
    private final UUID run;
    private int partition;
    private @Nullable UUID parent;
    private @Nullable Instant start;
    private @Nullable Instant end;
    private @Nullable RunStatus status;

    private EventBuilder(int trace, int run) {
      this.trace = id(trace);
      this.run = id(run);
    }

    EventBuilder from(int newPartition) {
      partition = newPartition;
      return this;
    }

    EventBuilder under(int newParent) {
      parent = id(newParent);
      return this;
    }

    EventBuilder startedAfter(int seconds) {
      start = START.plusSeconds(seconds);
      return this;
    }

    EventBuilder ended() {
      end = START.plusSeconds(1000);
      return this;
    }

    EventBuilder status(RunStatus newStatus) {
      status = newStatus;
      return this;
    }

    RunEvent create(long offset, String fields) {
      return event(Operation.CREATE, offset, fields);
    }

    RunEvent patch(long offset, String fields) {
      return event(Operation.PATCH, offset, fields);
    }

    RunEvent complete(long offset, String fields) {
      return event(Operation.COMPLETE, offset, fields);
    }

    private RunEvent event(Operation operation, long offset, String fields) {
      long position = EventSpan.position(offset, 0);
      EventSpan span =
          switch (operation) {
            case CREATE -> EventSpan.ofCreate(position);
            case PATCH -> EventSpan.ofPatch(position);
            case COMPLETE -> EventSpan.ofComplete(position);
          };
      byte[] document =
          ("{\"id\":\"" + run + "\"" + (fields.isEmpty() ? "" : "," + fields) + "}")
              .getBytes(StandardCharsets.UTF_8);
      return new RunEvent(
          operation,
          new RunLine(
              new RunKey("default", run),
              trace,
              source(partition),
              span,
              new Listing(null, parent, null, null, status, start, end),
              document,
              0,
              document.length));
    }
  }

  static String text(RunLine line) {
    return new String(line.bytes(), line.offset(), line.length(), StandardCharsets.UTF_8);
  }
}
