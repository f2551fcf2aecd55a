/** What the commands of all modules share: options that all take, and text for a terminal. */
@NullMarked
package dev.runmark.console;

import org.jspecify.annotations.NullMarked;
