package dev.runmark.reader;

import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.RunStatus;
import dev.runmark.storage.part.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Lines for tests, each from the next offset of one partition. */
final class Lines {

  static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final AtomicLong OFFSETS = new AtomicLong();

  private Lines() {}

  static UUID id(int number) {
    return new UUID(0x0193_0000_0000_7000L, 0x8000_0000_0000_0000L + number);
  }

  static UUID trace(int number) {
    return new UUID(0x0193_0000_0000_7001L, 0x8000_0000_0000_0000L + number);
  }

  static String json(int number) {
    return "{\"id\":\"" + id(number) + "\",\"name\":\"Grüße " + number + "\"}";
  }

  /** A root run of trace 1 that started {@code number} seconds after {@link #START}. */
  static RunLine create(int number) {
    return create("default", number, trace(1), listing(number, null));
  }

  static RunLine create(String tenant, int number, UUID trace, Listing listing) {
    EventSpan span = EventSpan.ofCreate(position());
    return line(new RunKey(tenant, id(number)), trace, span, listing, json(number));
  }

  static RunLine patch(int number, String more) {
    EventSpan span = EventSpan.ofPatch(position());
    String document = "{\"id\":\"" + id(number) + "\"," + more + "}";
    return line(new RunKey("default", id(number)), trace(1), span, Listing.NONE, document);
  }

  static Listing listing(int number, @Nullable UUID parent) {
    return new Listing(
        "project", parent, "run " + number, "llm", RunStatus.SUCCESS, at(number), at(number + 1));
  }

  static Instant at(int number) {
    return START.plusSeconds(number);
  }

  private static long position() {
    return EventSpan.position(OFFSETS.incrementAndGet(), 0);
  }

  static RunLine line(RunKey key, UUID trace, EventSpan span, Listing listing, String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    SourcePartition source = new SourcePartition(new UUID(7, 7), "runs", 0);
    return new RunLine(key, trace, source, span, listing, bytes, 0, bytes.length);
  }
}
