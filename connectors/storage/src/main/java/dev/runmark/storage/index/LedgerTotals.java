package dev.runmark.storage.index;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The ledger as a whole, counted exactly.
 *
 * @param lines of all parts
 * @param covered of them, those that were stored already when their part was committed
 * @param bytes of all parts
 * @param rowsBytes of all rows objects
 * @param first commit, null when there was none
 * @param last commit, null when there was none
 */
public record LedgerTotals(
    long parts,
    long lines,
    long covered,
    long bytes,
    long rowsBytes,
    @Nullable Instant first,
    @Nullable Instant last) {}
