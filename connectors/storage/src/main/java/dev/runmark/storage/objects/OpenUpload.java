package dev.runmark.storage.objects;

import java.time.Instant;

/**
 * An upload that has neither ended nor been given up.
 *
 * @param key of the object that it would make
 * @param id what the store calls it; several uploads may have one key
 * @param initiated when it was begun, by the store's clock
 */
public record OpenUpload(String key, String id, Instant initiated) {}
