/** Clearing the bucket of what no ledger row names and none ever will. */
@NullMarked
package dev.runmark.storage.sweep;

import org.jspecify.annotations.NullMarked;
