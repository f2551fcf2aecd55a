/** What could not be stored, kept with its original bytes where people can look at it. */
@NullMarked
package dev.runmark.job.rejected;

import org.jspecify.annotations.NullMarked;
