/** Real servers in processes of their own, and how to reach them. */
@NullMarked
package dev.runmark.bench.servers;

import org.jspecify.annotations.NullMarked;
