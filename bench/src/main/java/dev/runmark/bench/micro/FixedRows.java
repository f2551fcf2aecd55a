package dev.runmark.bench.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.OffsetRow;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The floor of what encodes rows: the same fields, each as wide as it comes, into one buffer. No
 * lengths, no dictionary, no sections, no checksum; nobody could read it back.
 */
final class FixedRows {

  private static final int ROW = 512;

  private final List<OffsetRow> rows;
  private final ByteBuffer buffer;

  FixedRows(List<OffsetRow> rows) {
    this.rows = rows;
    this.buffer = ByteBuffer.allocate(rows.size() * ROW);
  }

  ByteBuffer encode() {
    buffer.clear();
    for (OffsetRow row : rows) {
      put(row.key().run());
      put(row.trace());
      buffer.putLong(row.span().lo()).putLong(row.span().hi());
      buffer.put((byte) (row.span().created() ? 1 : 0));
      buffer.putLong(row.place().frame().start()).putInt((int) row.place().frame().length());
      buffer.putInt(row.place().offset()).putInt(row.place().length());
      buffer.putInt(row.place().checksum());
      put(row.listing());
    }
    return buffer;
  }

  private void put(Listing listing) {
    put(listing.parent());
    put(listing.project());
    put(listing.name());
    put(listing.runType());
    buffer.put((byte) (listing.status() == null ? 0 : listing.status().code()));
    put(listing.startTime());
    put(listing.endTime());
  }

  private void put(@Nullable UUID value) {
    if (value != null) {
      buffer.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
    }
  }

  private void put(@Nullable String value) {
    if (value != null) {
      buffer.put(value.getBytes(UTF_8));
    }
  }

  private void put(@Nullable Instant value) {
    if (value != null) {
      buffer.putLong(value.getEpochSecond()).putInt(value.getNano());
    }
  }
}
