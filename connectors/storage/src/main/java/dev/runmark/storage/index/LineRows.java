package dev.runmark.storage.index;

import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What {@link RunSelects} gives of a line, as its place; a part's is made once. */
final class LineRows {

  private record Part(PartId id, Compression compression, PartLocation location) {}

  private final Map<UUID, Part> parts = new HashMap<>();

  /**
   * The line of the result's current row; empty when the run has none.
   *
   * @throws IllegalArgumentException when the row is not sound: the ledger lacks the part, or a
   *     number is none that a place may have
   */
  Optional<LineLocation> read(ResultSet row) throws SQLException {
    UUID part = row.getObject("part", UUID.class);
    return part == null ? Optional.empty() : Optional.of(line(row, part(row, part)));
  }

  private Part part(ResultSet row, UUID uuid) throws SQLException {
    Part known = parts.get(uuid);
    if (known == null) {
      String bucket = row.getString("bucket");
      if (bucket == null) {
        throw new IllegalArgumentException("the ledger has no part " + uuid);
      }
      PartId id = new PartId(uuid);
      Compression compression = Compression.ofCode(row.getInt("compression"));
      PartLocation location = PartLocation.ofKey(bucket, row.getString("key"), id, compression);
      known = new Part(id, compression, location);
      parts.put(uuid, known);
    }
    return known;
  }

  private static LineLocation line(ResultSet row, Part part) throws SQLException {
    return new LineLocation(
        part.location,
        part.id,
        part.compression,
        LineColumns.uuid(row, "line_trace"),
        row.getInt("line_source"),
        new EventSpan(row.getLong("lo"), row.getLong("hi"), row.getBoolean("line_created")),
        LineColumns.readPlace(row));
  }

  /** A run's lines in reading order, when they are as many as it must have. */
  static List<LineLocation> whole(UUID run, int promised, List<LineLocation> lines)
      throws CorruptRunException {
    if (lines.size() != promised) {
      throw new CorruptRunException(
          run, "it promises " + promised + " lines and has " + lines.size(), null);
    }
    return CoverRule.inReadingOrder(lines);
  }
}
