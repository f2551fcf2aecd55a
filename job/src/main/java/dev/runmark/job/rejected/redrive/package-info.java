/** Dead letters sent once more, each of them once, whenever and however often it is broken off. */
@NullMarked
package dev.runmark.job.rejected.redrive;

import org.jspecify.annotations.NullMarked;
