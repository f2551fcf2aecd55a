/** Proxies that stand between a client and a real server and misbehave on demand. */
@NullMarked
package dev.runmark.embedded.faults;

import org.jspecify.annotations.NullMarked;
