package dev.runmark.job.record.types;

import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Listing columns: one byte that tells which there are, then these. */
final class ListingFormat {

  private static final int PROJECT = 1;
  private static final int PARENT = 1 << 1;
  private static final int NAME = 1 << 2;
  private static final int RUN_TYPE = 1 << 3;
  private static final int STATUS = 1 << 4;
  private static final int START = 1 << 5;
  private static final int END = 1 << 6;

  private ListingFormat() {}

  static void write(Listing listing, DataOutputView out) throws IOException {
    String project = listing.project();
    UUID parent = listing.parent();
    String name = listing.name();
    String runType = listing.runType();
    RunStatus status = listing.status();
    Instant start = listing.startTime();
    Instant end = listing.endTime();
    out.writeByte(present(listing));
    if (project != null) {
      Fields.writeText(project, out);
    }
    if (parent != null) {
      Fields.writeUuid(parent, out);
    }
    if (name != null) {
      Fields.writeText(name, out);
    }
    if (runType != null) {
      Fields.writeText(runType, out);
    }
    if (status != null) {
      out.writeByte(status.code());
    }
    if (start != null) {
      Fields.writeInstant(start, out);
    }
    if (end != null) {
      Fields.writeInstant(end, out);
    }
  }

  static Listing read(DataInputView in) throws IOException {
    int present = in.readUnsignedByte();
    return new Listing(
        (present & PROJECT) == 0 ? null : Fields.readText(in),
        (present & PARENT) == 0 ? null : Fields.readUuid(in),
        (present & NAME) == 0 ? null : Fields.readText(in),
        (present & RUN_TYPE) == 0 ? null : Fields.readText(in),
        (present & STATUS) == 0 ? null : RunStatus.ofCode(in.readByte()),
        (present & START) == 0 ? null : Fields.readInstant(in),
        (present & END) == 0 ? null : Fields.readInstant(in));
  }

  private static int present(Listing listing) {
    return (listing.project() == null ? 0 : PROJECT)
        | (listing.parent() == null ? 0 : PARENT)
        | (listing.name() == null ? 0 : NAME)
        | (listing.runType() == null ? 0 : RUN_TYPE)
        | (listing.status() == null ? 0 : STATUS)
        | (listing.startTime() == null ? 0 : START)
        | (listing.endTime() == null ? 0 : END);
  }
}
