package dev.runmark.storage.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What subtasks told at barriers, and the function of the schema that makes positions of it. */
final class FrontierTable {

  private static final String INSERT =
      "INSERT INTO frontiers (submission, checkpoint, subtask, subtasks, sources, pending, seen)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

  /** Committers that wait for each other's rows do so in one order. */
  private static final Comparator<Frontier> BY_KEY =
      Comparator.comparing(Frontier::submission)
          .thenComparing(Frontier::checkpoint)
          .thenComparing(Frontier::subtask);

  private FrontierTable() {}

  /** Adds what is not there yet; the same frontier may come again at any time. */
  static void insert(Connection connection, Dictionaries dictionaries, List<Frontier> frontiers)
      throws SQLException {
    if (frontiers.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Frontier frontier : frontiers.stream().sorted(BY_KEY).toList()) {
        insert.setObject(1, frontier.submission());
        insert.setLong(2, frontier.checkpoint());
        insert.setInt(3, frontier.subtask());
        insert.setInt(4, frontier.subtasks());
        bind(insert, 5, "int4", frontier, told -> dictionaries.source(told.source()));
        bind(insert, 6, "int8", frontier, told -> orNull(told.lowestPending()));
        bind(insert, 7, "int8", frontier, told -> orNull(told.highestSeen()));
        insert.executeUpdate();
      }
    }
  }

  private static void bind(
      PreparedStatement insert,
      int parameter,
      String type,
      Frontier frontier,
      Function<SourceFrontier, @Nullable Object> field)
      throws SQLException {
    @Nullable Object[] values = frontier.sources().stream().map(field).toArray();
    insert.setArray(parameter, insert.getConnection().createArrayOf(type, values));
  }

  private static @Nullable Long orNull(OptionalLong offset) {
    return offset.isPresent() ? (Long) offset.getAsLong() : null;
  }

  /**
   * Raises positions by what complete groups tell.
   *
   * @param wait for another one that is at it; without, it is left to that one
   */
  static void fold(Connection connection, boolean wait) throws SQLException {
    try (Statement fold = connection.createStatement()) {
      fold.execute("SELECT fold_frontiers(" + wait + ")");
    }
  }
}
