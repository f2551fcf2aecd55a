/** The commands of {@code ./runmark}. The only package here that knows picocli. */
@NullMarked
package dev.runmark.quickstart.cli;

import org.jspecify.annotations.NullMarked;
