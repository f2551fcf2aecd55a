/** The whole system on this machine, in one JVM and PostgreSQL's processes. */
@NullMarked
package dev.runmark.quickstart.local;

import org.jspecify.annotations.NullMarked;
