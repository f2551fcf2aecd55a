/** Pages of lists, and the cursors between them. */
@NullMarked
package dev.runmark.reader.page;

import org.jspecify.annotations.NullMarked;
