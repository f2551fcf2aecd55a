/** One run read back: one lookup, one range GET a line, checked and folded. */
@NullMarked
package dev.runmark.storage.read;

import org.jspecify.annotations.NullMarked;
