package dev.runmark.reader.send;

import org.jspecify.annotations.Nullable;

/**
 * For whom runs are sent.
 *
 * @param tenant from a trusted place, never from the runs
 * @param traceparent of the request, as the W3C has it; null: none
 */
public record Sender(String tenant, @Nullable String traceparent) {}
