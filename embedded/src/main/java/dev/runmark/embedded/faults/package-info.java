/** Stands between a client and a real server, and misbehaves on demand. */
@NullMarked
package dev.runmark.embedded.faults;

import org.jspecify.annotations.NullMarked;
