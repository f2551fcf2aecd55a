/** What the size of frames costs and saves: bytes stored, bytes read, and the time of both. */
@NullMarked
package dev.runmark.bench.frames;

import org.jspecify.annotations.NullMarked;
