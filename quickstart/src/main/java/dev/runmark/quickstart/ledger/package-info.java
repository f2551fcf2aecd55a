/** What was sent, on disk: the one thing that the generator hands to the checker. */
@NullMarked
package dev.runmark.quickstart.ledger;

import org.jspecify.annotations.NullMarked;
