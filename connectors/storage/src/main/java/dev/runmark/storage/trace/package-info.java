/** What makes a tree of a trace's runs. */
@NullMarked
package dev.runmark.storage.trace;

import org.jspecify.annotations.NullMarked;
