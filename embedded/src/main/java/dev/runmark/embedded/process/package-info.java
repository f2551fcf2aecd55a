/** Servers in processes of their own, which can be stopped, killed and started again. */
@NullMarked
package dev.runmark.embedded.process;

import org.jspecify.annotations.NullMarked;
