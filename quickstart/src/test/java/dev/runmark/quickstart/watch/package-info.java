/** Whether what is watched is what the system exports. */
@NullMarked
package dev.runmark.quickstart.watch;

import org.jspecify.annotations.NullMarked;
