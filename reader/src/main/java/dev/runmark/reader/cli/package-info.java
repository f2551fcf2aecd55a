/** The commands that read runs and take them in. */
@NullMarked
package dev.runmark.reader.cli;

import org.jspecify.annotations.NullMarked;
