/** What a batch of large runs costs until it is visible, beside the ways that Runmark replaces. */
@NullMarked
package dev.runmark.bench.batch;

import org.jspecify.annotations.NullMarked;
