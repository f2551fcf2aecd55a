/** What the embedded servers share. */
@NullMarked
package dev.runmark.embedded;

import org.jspecify.annotations.NullMarked;
