/** The stage of the job that decodes. */
@NullMarked
package dev.runmark.job.decode;

import org.jspecify.annotations.NullMarked;
