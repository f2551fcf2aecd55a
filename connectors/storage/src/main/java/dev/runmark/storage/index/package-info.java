/** The offset index: which part and which range hold a run. The only room that knows JDBC. */
@NullMarked
package dev.runmark.storage.index;

import org.jspecify.annotations.NullMarked;
