/** The job in a cluster of real processes under a steady load. */
@NullMarked
package dev.runmark.bench.live;

import org.jspecify.annotations.NullMarked;
