/** How long what is under way may take. */
@NullMarked
package dev.runmark.storage.deadline;

import org.jspecify.annotations.NullMarked;
