/** What may be listed: queries that validate themselves, and places between two rows of a list. */
@NullMarked
package dev.runmark.storage.query;

import org.jspecify.annotations.NullMarked;
