/** What an operator decides about the job: one checked record a concern. */
@NullMarked
package dev.runmark.job.options;

import org.jspecify.annotations.NullMarked;
