/** What a TaskManager's process needs in memory, and whether that grows with time. */
@NullMarked
package dev.runmark.bench.memory;

import org.jspecify.annotations.NullMarked;
