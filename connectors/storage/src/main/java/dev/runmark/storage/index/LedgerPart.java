package dev.runmark.storage.index;

import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.PartId;
import java.time.Instant;

/**
 * A part as the ledger has it.
 *
 * @param length of its object in bytes
 * @param lines that it has, covered ones included
 * @param checksum CRC-32C of its object
 */
public record LedgerPart(
    PartId part,
    String bucket,
    String key,
    Compression compression,
    long length,
    int lines,
    int checksum,
    Instant committedAt) {}
