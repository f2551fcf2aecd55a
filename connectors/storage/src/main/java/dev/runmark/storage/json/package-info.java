/**
 * JSON as bytes: a strict scanner that finds slices and builds no tree, and the few values that are
 * read out of slices (UUIDs, times, texts).
 */
@NullMarked
package dev.runmark.storage.json;

import org.jspecify.annotations.NullMarked;
