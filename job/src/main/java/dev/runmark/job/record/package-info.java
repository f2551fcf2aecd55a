/** What a trace window knows of itself. How all that passes between stages is written: types. */
@NullMarked
package dev.runmark.job.record;

import org.jspecify.annotations.NullMarked;
