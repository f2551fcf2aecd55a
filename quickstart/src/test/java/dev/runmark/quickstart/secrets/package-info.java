/**
 * A search of all that a running system shows or leaves behind for what must not be there: secrets,
 * and the content of runs.
 */
package dev.runmark.quickstart.secrets;
