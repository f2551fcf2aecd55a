/** Where the time goes: what steps took, and the traces that are made of it. */
@NullMarked
package dev.runmark.storage.tracing;

import org.jspecify.annotations.NullMarked;
