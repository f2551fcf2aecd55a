/** The commands that operate the job. */
@NullMarked
package dev.runmark.job.cli;

import org.jspecify.annotations.NullMarked;
