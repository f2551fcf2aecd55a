package dev.runmark.storage.index;

import dev.runmark.storage.part.SourcePartition;
import org.jspecify.annotations.Nullable;

/**
 * A start that was decided and is to be recorded before anything is read.
 *
 * @param before the position that it was decided by; null: there was none
 * @param gap what is left out for it; null: nothing
 */
public record SourceStart(
    SourcePartition source,
    @Nullable StartPosition before,
    StartPosition position,
    @Nullable OffsetGap gap) {}
