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
import java.util.List;
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

  /** The types of {@link #NAMES}, in their order. */
  static final List<String> TYPES =
      List.of(
          "int",
          "uuid",
          "uuid",
          "int",
          "bigint",
          "bigint",
          "boolean",
          "uuid",
          "bigint",
          "int",
          "int",
          "int",
          "int",
          "int",
          "uuid",
          "text",
          "text",
          "smallint",
          "timestamptz",
          "timestamptz");

  static final int COUNT = TYPES.size();

  /** For CREATE TEMP TABLE. */
  static final String DEFINITIONS = definitions();

  private LineColumns() {}

  private static String definitions() {
    String[] names = NAMES.split(", ", -1);
    StringBuilder definitions = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      definitions.append(i == 0 ? "" : ", ").append(names[i]).append(' ').append(TYPES.get(i));
    }
    return definitions.toString();
  }

  /** The columns for a SELECT, qualified, with the project's name as {@code project_name}. */
  static String select(String alias) {
    return alias + "." + NAMES.replace(", ", ", " + alias + ".") + ", p.name AS project_name";
  }

  /** Writes the fields of one line. */
  static void write(FieldWriter out, RowKey key, IndexedLine line, @Nullable Integer project)
      throws SQLException {
    out.writeInt(key.tenant());
    out.writeUuid(key.run());
    out.writeUuid(line.trace());
    out.writeInt(line.source());
    out.writeLong(line.span().lo());
    out.writeLong(line.span().hi());
    out.writeBoolean(line.span().created());
    out.writeUuid(line.part().uuid());
    LinePlace place = line.place();
    out.writeLong(place.frame().start());
    out.writeInt(Math.toIntExact(place.frame().length()));
    out.writeInt(place.offset());
    out.writeInt(place.length());
    out.writeInt(place.checksum());
    writeListing(out, line.listing(), project);
  }

  /** Writes the fields of a run that has several lines: their merge, and no place. */
  static void writeMerged(FieldWriter out, RowKey key, MergedRun run, @Nullable Integer project)
      throws SQLException {
    out.writeInt(key.tenant());
    out.writeUuid(key.run());
    out.writeUuid(run.trace());
    out.writeNull();
    out.writeNull();
    out.writeNull();
    out.writeBoolean(run.created());
    for (int i = 0; i < 6; i++) {
      out.writeNull();
    }
    writeListing(out, run.listing(), project);
  }

  private static void writeListing(FieldWriter out, Listing listing, @Nullable Integer project)
      throws SQLException {
    if (project == null) {
      out.writeNull();
    } else {
      out.writeInt(project);
    }
    out.writeUuid(listing.parent());
    out.writeText(listing.name());
    out.writeText(listing.runType());
    RunStatus status = listing.status();
    out.writeSmall(status == null ? null : status.code());
    out.writeInstant(listing.startTime());
    out.writeInstant(listing.endTime());
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

  static Listing readListing(ResultSet row) throws SQLException {
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

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
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
