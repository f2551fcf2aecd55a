/**
 * What a topic must become: an own reading of its records, by the documents and not by the
 * decoder's classes.
 */
@NullMarked
package dev.runmark.quickstart.check.topic;

import org.jspecify.annotations.NullMarked;
