/**
 * An audit of what is stored against what was sent. It shares no class with the write path: it has
 * its own JSON parser, fold, frame decoder and parser of rows objects.
 */
@NullMarked
package dev.runmark.quickstart.check;

import org.jspecify.annotations.NullMarked;
