/**
 * How the bytes of runs come from the object store: coalesced, cached, hedged, in bounded memory.
 */
@NullMarked
package dev.runmark.reader.fetch;

import org.jspecify.annotations.NullMarked;
