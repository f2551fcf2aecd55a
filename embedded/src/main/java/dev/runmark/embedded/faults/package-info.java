/** Proxies that break a connection at a chosen moment. */
@NullMarked
package dev.runmark.embedded.faults;

import org.jspecify.annotations.NullMarked;
