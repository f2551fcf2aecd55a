package dev.runmark.storage.objects;

import java.time.Instant;

/**
 * What a store tells of one object.
 *
 * @param key its key, without the bucket
 * @param length its size in bytes
 * @param lastModified when the store took it in, by the store's clock
 */
public record StoredObject(String key, long length, Instant lastModified) {}
