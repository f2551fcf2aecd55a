/** A receiver of traces, as a collector of OpenTelemetry is one, and the file that it writes. */
@NullMarked
package dev.runmark.embedded.otlp;

import org.jspecify.annotations.NullMarked;
