/** What may replace what, and how several lines of one run become one document. */
@NullMarked
package dev.runmark.storage.fold;

import org.jspecify.annotations.NullMarked;
