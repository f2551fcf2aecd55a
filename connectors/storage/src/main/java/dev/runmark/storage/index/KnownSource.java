package dev.runmark.storage.index;

import org.jspecify.annotations.Nullable;

/**
 * A source that has a number in the index.
 *
 * @param position null: only replays wrote for it, so nobody knows from where on it is stored
 */
public record KnownSource(@Nullable StartPosition position) {}
