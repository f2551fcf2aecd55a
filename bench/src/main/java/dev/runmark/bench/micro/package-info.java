/** What single steps of the write path and of a page cost, each beside a floor. */
@NullMarked
package dev.runmark.bench.micro;

import org.jspecify.annotations.NullMarked;
