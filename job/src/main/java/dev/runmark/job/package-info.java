/** The job as a whole: its graph, and how options become connectors. */
@NullMarked
package dev.runmark.job;

import org.jspecify.annotations.NullMarked;
