package dev.runmark.storage.part;

import java.util.UUID;

/**
 * A run's name in the whole store.
 *
 * @param tenant who owns the data; from a trusted place only
 */
public record RunKey(String tenant, UUID run) {}
