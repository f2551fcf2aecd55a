/** Places along the write and commit path at which a test can break off. */
@NullMarked
package dev.runmark.storage.failpoint;

import org.jspecify.annotations.NullMarked;
