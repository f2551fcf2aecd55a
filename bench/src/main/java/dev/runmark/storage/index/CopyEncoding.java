package dev.runmark.storage.index;

import dev.runmark.storage.part.OffsetRow;
import dev.runmark.storage.part.PartId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The benchmark's door to {@link BinaryCopy}, which nobody but the committer has to see. */
public final class CopyEncoding {

  /** Fields of a row. */
  public static final int FIELDS = LineColumns.COUNT;

  private CopyEncoding() {}

  /** Writes rows as the committer does, with the numbers of its dictionaries known. */
  public static void encode(Connection connection, List<OffsetRow> rows, PartId part)
      throws SQLException {
    try (BinaryCopy copy = new BinaryCopy(connection, "incoming")) {
      for (OffsetRow row : rows) {
        copy.beginRow(FIELDS);
        LineColumns.write(
            copy,
            new RowKey(1, row.key().run()),
            new IndexedLine(row.trace(), 1, row.span(), part, row.place(), row.listing()),
            1);
      }
      copy.finish();
    }
  }
}
