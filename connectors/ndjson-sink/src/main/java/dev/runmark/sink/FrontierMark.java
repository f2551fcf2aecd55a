package dev.runmark.sink;

import dev.runmark.storage.index.Frontier;

/**
 * Sent by a subtask of the operator before the writer right before a barrier, on the same edge as
 * its traces: all that it has seen and does not name as pending came before the mark. Whoever sends
 * none has no positions told.
 */
public record FrontierMark(Frontier frontier) implements SinkElement {}
