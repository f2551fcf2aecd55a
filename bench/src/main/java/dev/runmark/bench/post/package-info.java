/** How long it takes until many runs that are sent over HTTP are taken, and until they are seen. */
@NullMarked
package dev.runmark.bench.post;

import org.jspecify.annotations.NullMarked;
