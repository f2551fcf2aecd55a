package dev.runmark.storage.part;

/**
 * What the key of an object says of it.
 *
 * @param part that it is, or belongs to
 * @param rows whether it is the rows object
 */
public record PartKey(PartId part, boolean rows) {}
