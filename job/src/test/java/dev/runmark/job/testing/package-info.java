/** What several integration tests stand on: a cluster in this JVM, topics, sinks that remember. */
package dev.runmark.job.testing;
