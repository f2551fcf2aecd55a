package dev.runmark.storage.index;

/**
 * Whose the runs of a topic are.
 *
 * @param fallback the tenant of records that name none
 * @param fromHeader whether records may name one
 */
public record RecordedTenants(String fallback, boolean fromHeader) {}
