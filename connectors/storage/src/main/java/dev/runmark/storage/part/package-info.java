/**
 * Parts and their lines: identity, key grammar, frames, and the rows object that lies beside a
 * part.
 */
@NullMarked
package dev.runmark.storage.part;

import org.jspecify.annotations.NullMarked;
