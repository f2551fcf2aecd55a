/** What a read that gives no answer says of why: of the stores, or of what was asked. */
@NullMarked
package dev.runmark.storage.failure;

import org.jspecify.annotations.NullMarked;
