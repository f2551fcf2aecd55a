package dev.runmark.storage.index;

import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.LinePlace;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RunStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The columns that describe one line, the same in {@code incoming}, {@code fragments} and {@code
 * runs}: to add a column to the index, begin here.
 */
final class LineColumns {

  /** In the order in which {@link #write} writes them. */
  static final String NAMES =
      "tenant, run, trace, source, lo, hi, created, part, start_offset, length, line_offset,"
          + " line_length, checksum, project, parent, name, run_type, status, start_time, end_time";

  static final int COUNT = 20;

  static final String DEFINITIONS =
      "tenant int NOT NULL, run uuid NOT NULL, trace uuid NOT NULL, source int, lo bigint,"
          + " hi bigint, created boolean NOT NULL, part uuid, start_offset bigint, length int,"
          + " line_offset int, line_length int, checksum int, project int, parent uuid, name text,"
          + " run_type text, status smallint, start_time timestamptz, end_time timestamptz";

  private LineColumns() {}

  /** The columns for a SELECT, qualified, with the project's name as {@code project_name}. */
  static String select(String alias) {
    return alias + "." + NAMES.replace(", ", ", " + alias + ".") + ", p.name AS project_name";
  }

  /** Writes the fields of one line; {@code beginRow} has been called. */
  static void write(BinaryCopy copy, RowKey key, IndexedLine line, @Nullable Integer project) {
    copy.writeInt(key.tenant());
    copy.writeUuid(key.run());
    copy.writeUuid(line.trace());
    copy.writeInt(line.source());
    copy.writeLong(line.span().lo());
    copy.writeLong(line.span().hi());
    copy.writeBoolean(line.span().created());
    copy.writeUuid(line.part().uuid());
    LinePlace place = line.place();
    copy.writeLong(place.frame().start());
    copy.writeInt(Math.toIntExact(place.frame().length()));
    copy.writeInt(place.offset());
    copy.writeInt(place.length());
    copy.writeInt(place.checksum());
    writeListing(copy, line.listing(), project);
  }

  /** Writes the fields of a run that has several lines: their merge, and no place. */
  static void writeMerged(BinaryCopy copy, RowKey key, MergedRun run, @Nullable Integer project) {
    copy.writeInt(key.tenant());
    copy.writeUuid(key.run());
    copy.writeUuid(run.trace());
    copy.writeNull();
    copy.writeNull();
    copy.writeNull();
    copy.writeBoolean(run.created());
    for (int i = 0; i < 6; i++) {
      copy.writeNull();
    }
    writeListing(copy, run.listing(), project);
  }

  private static void writeListing(BinaryCopy copy, Listing listing, @Nullable Integer project) {
    if (project == null) {
      copy.writeNull();
    } else {
      copy.writeInt(project);
    }
    copy.writeUuid(listing.parent());
    copy.writeText(listing.name());
    copy.writeText(listing.runType());
    RunStatus status = listing.status();
    copy.writeSmall(status == null ? null : status.code());
    copy.writeInstant(listing.startTime());
    copy.writeInstant(listing.endTime());
  }

  /** Reads the current row of a SELECT of {@link #select}. */
  static IndexedLine read(ResultSet row) throws SQLException {
    return new IndexedLine(
        uuid(row, "trace"),
        row.getInt("source"),
        new EventSpan(row.getLong("lo"), row.getLong("hi"), row.getBoolean("created")),
        new PartId(uuid(row, "part")),
        readPlace(row),
        readListing(row));
  }

  static LinePlace readPlace(ResultSet row) throws SQLException {
    return new LinePlace(
        ByteRange.ofLength(row.getLong("start_offset"), row.getInt("length")),
        row.getInt("line_offset"),
        row.getInt("line_length"),
        row.getInt("checksum"));
  }

  private static Listing readListing(ResultSet row) throws SQLException {
    int status = row.getInt("status");
    boolean noStatus = row.wasNull();
    return new Listing(
        row.getString("project_name"),
        row.getObject("parent", UUID.class),
        row.getString("name"),
        row.getString("run_type"),
        noStatus ? null : RunStatus.ofCode(status),
        instant(row, "start_time"),
        instant(row, "end_time"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static UUID uuid(ResultSet row, String column) throws SQLException {
    UUID uuid = row.getObject(column, UUID.class);
    if (uuid == null) {
      throw new SQLException("column " + column + " is NULL where an id must stand", "XX001");
    }
    return uuid;
  }
}
