/** Looks at all that the job needs before it needs it. */
@NullMarked
package dev.runmark.job.doctor;

import org.jspecify.annotations.NullMarked;
