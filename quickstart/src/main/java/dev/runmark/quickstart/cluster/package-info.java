/**
 * A standalone Flink cluster of real processes, put together from the build, and the ways to talk
 * to it.
 */
@NullMarked
package dev.runmark.quickstart.cluster;

import org.jspecify.annotations.NullMarked;
