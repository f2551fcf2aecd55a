/**
 * What a play with processes that are killed needs around it: a job's own topics, bucket and
 * database on servers that others use too, the API in a process of its own, and what they say when
 * they are asked past every proxy.
 */
@NullMarked
package dev.runmark.quickstart.stage;

import org.jspecify.annotations.NullMarked;
