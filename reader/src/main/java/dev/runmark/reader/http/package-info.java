/** The HTTP API: routes, tokens, and what a client is told when something is wrong. */
@NullMarked
package dev.runmark.reader.http;

import org.jspecify.annotations.NullMarked;
