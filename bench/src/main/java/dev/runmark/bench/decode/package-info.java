/** How fast records become run events on one core, Jackson's streaming parser beside us. */
@NullMarked
package dev.runmark.bench.decode;

import org.jspecify.annotations.NullMarked;
