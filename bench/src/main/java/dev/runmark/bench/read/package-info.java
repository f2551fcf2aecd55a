/** What reading one run costs, beside the two calls that it is made of. */
@NullMarked
package dev.runmark.bench.read;

import org.jspecify.annotations.NullMarked;
