package dev.runmark.quickstart.check.topic;

import org.jspecify.annotations.Nullable;

/**
 * What may be an event of a record.
 *
 * @param index which one, from 0, in the order of the document
 * @param operation post, patch or complete; null when it names none of them
 * @param flaw whether it cannot be a run, whatever its fields
 */
record Candidate(int index, @Nullable Operation operation, Node node, boolean flaw) {}
