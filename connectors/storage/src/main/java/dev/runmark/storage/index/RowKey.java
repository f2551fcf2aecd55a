package dev.runmark.storage.index;

import java.util.UUID;

/**
 * A run's primary key.
 *
 * @param tenant the number that the index gave to the tenant
 */
record RowKey(int tenant, UUID run) {}
