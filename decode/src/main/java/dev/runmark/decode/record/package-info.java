/** What decoding takes and gives, each value named for what was done to it. */
@NullMarked
package dev.runmark.decode.record;

import org.jspecify.annotations.NullMarked;
