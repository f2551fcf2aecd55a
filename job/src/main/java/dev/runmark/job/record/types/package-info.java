/** How the values between the stages travel and are kept in state: compact, versioned, no Kryo. */
@NullMarked
package dev.runmark.job.record.types;

import org.jspecify.annotations.NullMarked;
