package dev.runmark.storage.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.s3.S3Server;
import dev.runmark.storage.index.PostgresOffsetIndex;
import dev.runmark.storage.objects.S3ObjectStore;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.SealedPart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uploads beside objects of the same key. It asks of the server that an abort leaves the object
 * alone, which not every one does.
 */
class SweepUploadsIT {

  private static final Duration OLD = Duration.ofDays(10);
  private static final Duration YOUNG = Duration.ofDays(2);
  private static final Duration WEEK = Duration.ofDays(7);

  @Test
  void openUploadsOfPartsAreDroppedAlsoBesideCommittedOnes(@TempDir Path directory)
      throws Exception {
    try (SweepScene scene = new SweepScene(S3Server.startDefault(directory, 0))) {
      scene.begin();
      try (S3ObjectStore store = scene.store(Duration.ofSeconds(20));
          PostgresOffsetIndex index = new PostgresOffsetIndex(scene.database.writer())) {
        SealedPart committed = scene.stage(store, OLD, Compression.ZSTD);
        scene.commit(index, committed);
        SealedPart young = scene.stage(store, YOUNG, Compression.ZSTD);
        SealedPart orphan = scene.stage(store, OLD, Compression.ZSTD);
        for (String key :
            List.of(committed.key(), orphan.key(), young.key(), "runs/dt=2026-01-02/foreign")) {
          SweepScene.leaveOpen(store, key);
        }
        scene.ageUploads(OLD);

        assertThat(scene.sweep(WEEK).uploads()).isEqualTo(2);

        assertThat(scene.uploads(store)).containsExactly("runs/dt=2026-01-02/foreign", young.key());
        assertThat(scene.keys(store)).contains(committed.key(), committed.rowsKey());
        SweepScene.leaveOpen(store, orphan.key());
        assertThat(scene.sweep(WEEK).uploads()).as("begun just now").isZero();
      }
    }
  }
}
