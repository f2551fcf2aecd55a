/** Runs read back: one, many, a trace, a list. */
@NullMarked
package dev.runmark.reader;

import org.jspecify.annotations.NullMarked;
