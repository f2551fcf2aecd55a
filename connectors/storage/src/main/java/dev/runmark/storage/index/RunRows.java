package dev.runmark.storage.index;

import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.RunKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The rows of {@link RunSelects} as runs, in the order in which each run comes first. A run that
 * has not as many lines as it must, or one in a part that the ledger lacks, is an error.
 */
final class RunRows {

  private record Part(PartId id, Compression compression, PartLocation location) {}

  private static final class Run {
    final UUID trace;
    final boolean created;
    final Listing listing;
    final int promised;
    final List<LineLocation> lines = new ArrayList<>(1);

    Run(ResultSet row) throws SQLException {
      trace = LineColumns.uuid(row, "trace");
      created = row.getBoolean("created");
      listing = LineColumns.readListing(row);
      promised = row.getInt("lines");
    }
  }

  private final String tenant;
  private final Map<UUID, Run> runs = new LinkedHashMap<>();
  private final Map<UUID, Part> parts = new HashMap<>();

  RunRows(String tenant) {
    this.tenant = tenant;
  }

  /** Takes the result's current row. */
  void add(ResultSet row) throws SQLException, CorruptRunException {
    UUID id = LineColumns.uuid(row, "run");
    try {
      Run run = runs.get(id);
      if (run == null) {
        run = new Run(row);
        runs.put(id, run);
      }
      UUID part = row.getObject("part", UUID.class);
      if (part != null) {
        run.lines.add(line(row, part(row, part)));
      }
    } catch (IllegalArgumentException e) {
      throw new CorruptRunException(id, String.valueOf(e.getMessage()), e);
    }
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

  /** All runs that were added, whole. */
  List<IndexedRun> runs() throws CorruptRunException {
    List<IndexedRun> whole = new ArrayList<>(runs.size());
    for (Map.Entry<UUID, Run> entry : runs.entrySet()) {
      whole.add(whole(entry.getKey(), entry.getValue()));
    }
    return whole;
  }

  private IndexedRun whole(UUID id, Run run) throws CorruptRunException {
    if (run.lines.size() != run.promised) {
      throw new CorruptRunException(
          id, "it promises " + run.promised + " lines and has " + run.lines.size(), null);
    }
    return new IndexedRun(
        new RunKey(tenant, id),
        run.trace,
        run.created,
        run.listing,
        CoverRule.inReadingOrder(run.lines));
  }
}
