/** Runs, traces and parts as JSON, the same over HTTP and on the command line. */
@NullMarked
package dev.runmark.reader.json;

import org.jspecify.annotations.NullMarked;
