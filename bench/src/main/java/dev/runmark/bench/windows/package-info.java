/** What many open traces cost a checkpoint. */
@NullMarked
package dev.runmark.bench.windows;

import org.jspecify.annotations.NullMarked;
