/** What is told of a call that has to be repeated, whatever it asks. */
@NullMarked
package dev.runmark.storage.retry;

import org.jspecify.annotations.NullMarked;
