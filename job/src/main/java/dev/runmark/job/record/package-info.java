/** What passes between the stages of the job, each value named for what was done to it. */
@NullMarked
package dev.runmark.job.record;

import org.jspecify.annotations.NullMarked;
