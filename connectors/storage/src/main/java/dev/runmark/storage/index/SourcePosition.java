package dev.runmark.storage.index;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A source and where reading it may begin.
 *
 * @param position offset; null when nothing has told one yet
 * @param reason how it was decided; null likewise
 */
public record SourcePosition(
    UUID topicId, String topic, int partition, @Nullable Long position, @Nullable String reason) {}
