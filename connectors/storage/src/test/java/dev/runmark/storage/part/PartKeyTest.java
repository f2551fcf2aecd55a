package dev.runmark.storage.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys are ours: what is taken for a part may be deleted. */
class PartKeyTest {

  private static final PartLocation RUNS = new PartLocation("bucket", "runs");

  /** Minted on 2026-01-02. */
  private static final String ID = "019b7ca5-cf80-7abc-8def-0123456789ab";

  private static final String DAY = "dt=2026-01-02";

  @ParameterizedTest
  @EnumSource(Compression.class)
  void whatTheWriterMakesIsOurs(Compression compression) {
    for (String prefix : List.of("", "runs", "a/b/c", "dt=2026-01-02", "runs.ndjson")) {
      PartLocation location = new PartLocation("bucket", prefix);
      PartId id = PartId.mint(Instant.now());
      String key = location.key(id, compression);

      assertThat(location.parse(key)).contains(new PartKey(id, false));
      assertThat(location.parse(key + ".rows")).contains(new PartKey(id, true));
      assertThat(key).startsWith(location.folders());
    }
  }

  @Test
  void theExampleOfTheForeignOnesIsOurs() {
    assertThat(RUNS.parse("runs/" + DAY + "/" + ID + ".ndjson"))
        .contains(new PartKey(PartId.parse(ID), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "runs",
        "runs/" + DAY + "/_SUCCESS",
        "runs/" + DAY + "/" + ID,
        "runs/" + DAY + "/" + ID + ".json",
        "runs/" + DAY + "/" + ID + ".ndjson.lz4",
        "runs/" + DAY + "/" + ID + ".ndjson.gz.gz",
        "runs/" + DAY + "/" + ID + ".ndjson.rows.rows",
        "runs/" + DAY + "/" + ID + ".ndjson.rows.zst",
        "runs/" + DAY + "/" + ID + ".rows",
        "runs/" + DAY + "/" + ID + ".ndjson\n",
        "runs/" + DAY + "/" + ID + ".ndjson/",
        "runs/" + DAY + "/" + ID + ".ndjson/x.ndjson",
        "runs/" + DAY + "/ " + ID + ".ndjson",
        "runs/" + DAY + "/" + ID + ".NDJSON",
        "runs/" + DAY + "//" + ID + ".ndjson",
        "runs/" + DAY + "/../" + DAY + "/" + ID + ".ndjson",
        "runs//" + DAY + "/" + ID + ".ndjson",
        "/runs/" + DAY + "/" + ID + ".ndjson",
        "runs/../runs/" + DAY + "/" + ID + ".ndjson",
        "runs/copy/" + DAY + "/" + ID + ".ndjson",
        "runs/" + DAY + "/" + DAY + "/" + ID + ".ndjson",
        "other/" + DAY + "/" + ID + ".ndjson",
        "runs2/" + DAY + "/" + ID + ".ndjson",
        DAY + "/" + ID + ".ndjson",
        "runs/dt=2026-01-03/" + ID + ".ndjson",
        "runs/dt=2026-1-2/" + ID + ".ndjson",
        "runs/dt=20260102/" + ID + ".ndjson",
        "runs/DT=2026-01-02/" + ID + ".ndjson",
        "runs/" + DAY + "/019B7CA5-CF80-7ABC-8DEF-0123456789AB.ndjson",
        "runs/" + DAY + "/{019b7ca5-cf80-7abc-8def-0123456789ab}.ndjson",
        "runs/" + DAY + "/019b7ca5cf807abc8def0123456789ab.ndjson",
        "runs/" + DAY + "/019b7ca5-cf80-4abc-8def-0123456789ab.ndjson",
        "runs/" + DAY + "/019b7ca5-cf80-7abc-cdef-0123456789ab.ndjson",
        "runs/" + DAY + "/19b7ca5-cf80-7abc-8def-0123456789ab.ndjson",
        "runs/chk-17/_metadata",
        "runs/2bd806f1e6d5e1b8c2f4/chk-17/" + ID,
        "runs/2bd806f1e6d5e1b8c2f4/shared/" + ID,
        "savepoint-2bd806-d4f1a2/_metadata"
      })
  void whatItDoesNotIsForeign(String key) {
    assertThat(RUNS.parse(key)).isEmpty();
  }

  @Test
  void noCharacterOfAKeyMayBeAnother() {
    String key = RUNS.key(PartId.parse(ID), Compression.ZSTD) + ".rows";
    long seed = Long.getLong("runmark.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < key.length(); i++) {
      for (char other : List.of('/', '.', 'A', '0', 'f', (char) (32 + random.nextInt(95)))) {
        String changed = key.substring(0, i) + other + key.substring(i + 1);
        // Another digit may be another part's key, but then it is exactly that one's.
        RUNS.parse(changed)
            .ifPresent(
                found ->
                    assertThat(RUNS.key(found.part(), Compression.ZSTD) + ".rows")
                        .as("seed %d", seed)
                        .isEqualTo(changed));
      }
    }
  }

  @Test
  void randomUuidsAreForeign() {
    for (int i = 0; i < 100; i++) {
      assertThat(RUNS.parse("runs/" + DAY + "/" + UUID.randomUUID() + ".ndjson")).isEmpty();
    }
  }
}
