package dev.runmark.storage.part;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The few columns to list runs by, as far as one line decides them: null means that the line says
 * nothing, never that there is nothing.
 *
 * @param startTime and {@code endTime}: to the microsecond
 */
public record Listing(
    @Nullable String project,
    @Nullable UUID parent,
    @Nullable String name,
    @Nullable String runType,
    @Nullable RunStatus status,
    @Nullable Instant startTime,
    @Nullable Instant endTime) {

  public static final Listing NONE = new Listing(null, null, null, null, null, null, null);

  /** Column by column the later listing's value where it has one, else this one's. */
  public Listing then(Listing later) {
    return new Listing(
        last(project, later.project),
        last(parent, later.parent),
        last(name, later.name),
        last(runType, later.runType),
        last(status, later.status),
        last(startTime, later.startTime),
        last(endTime, later.endTime));
  }

  private static <T> @Nullable T last(@Nullable T earlier, @Nullable T later) {
    return later == null ? earlier : later;
  }
}
