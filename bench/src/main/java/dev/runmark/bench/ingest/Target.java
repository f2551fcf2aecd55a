package dev.runmark.bench.ingest;

import dev.runmark.bench.servers.PostgresAccess;
import dev.runmark.bench.servers.S3Access;
import java.nio.file.Path;

/**
 * What every pipeline reads from and writes to.
 *
 * @param directory for files of options and secrets
 */
record Target(
    String bootstrapServers,
    S3Access s3,
    Objects objects,
    PostgresAccess postgres,
    Path directory) {}
