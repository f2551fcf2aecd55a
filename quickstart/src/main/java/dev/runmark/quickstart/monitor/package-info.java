/**
 * Reads through the HTTP API all the while, and tells what readers must never see. It shares no
 * code with what it judges.
 */
@NullMarked
package dev.runmark.quickstart.monitor;

import org.jspecify.annotations.NullMarked;
