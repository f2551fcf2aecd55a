/** A real PostgreSQL, started from the binaries on the class path. */
@NullMarked
package dev.runmark.embedded.postgres;

import org.jspecify.annotations.NullMarked;
