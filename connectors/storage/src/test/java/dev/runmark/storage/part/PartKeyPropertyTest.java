package dev.runmark.storage.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keys that are built and read, from any text there can be. */
class PartKeyPropertyTest {

  /** The grammar, in words of its own. */
  private static final Pattern END =
      Pattern.compile(
          "dt=\\d{4,5}-\\d\\d-\\d\\d/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
              + "\\.ndjson(\\.gz|\\.zst)?");

  private static final String[] PIECES = {
    "runs",
    "/",
    "..",
    ".",
    "%2e%2e",
    "\\",
    "dt=2026-01-02",
    ".ndjson",
    ".rows",
    "\u0000",
    "\n",
    "\r\n",
    " ",
    "'",
    "\u202e",
    "日本",
    "👩‍🔬",
    "\ud800",
    "?",
    "#",
    "*",
    "=",
    "\u2028",
    "a"
  };

  private final long seed = Long.getLong("runmark.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void whateverThePrefixAKeyIsItsLocationsAndIsRecognisedThereAndNowhereElse() {
    int accepted = 0;
    for (int round = 0; round < 4_000; round++) {
      String prefix = text();
      Optional<PartLocation> location = location(prefix);
      if (location.isEmpty()) {
        continue;
      }
      accepted++;
      PartId id = PartId.mint(Instant.ofEpochMilli(random.nextLong(253_402_300_800_000L)));
      Compression compression = Compression.values()[random.nextInt(3)];
      String key = location.get().key(id, compression);

      assertThat(key).as(told(prefix)).startsWith(location.get().folders());
      assertThat(key.substring(prefix.isEmpty() ? 0 : prefix.length() + 1))
          .as(told(prefix))
          .matches(END);
      assertThat(key).as(told(prefix)).doesNotContain("..").doesNotStartWith("/");
      assertThat(location.get().parse(key)).as(told(prefix)).contains(new PartKey(id, false));
      assertThat(location.get().parse(key + ".rows"))
          .as(told(prefix))
          .contains(new PartKey(id, true));
      assertThat(PartLocation.ofKey("bucket", key, id, compression))
          .as(told(prefix))
          .isEqualTo(location.get());
      assertThat(new PartLocation("bucket", prefix + "x").parse(key)).as(told(prefix)).isEmpty();
    }
    assertThat(accepted).as("seed %d", seed).isGreaterThan(500);
  }

  @Test
  void noTextIsAPartsKeyButWhatTheWriterMakes() {
    PartLocation location = new PartLocation("bucket", "runs");
    PartId id = PartId.mint(Instant.now());
    int found = 0;
    for (int round = 0; round < 4_000; round++) {
      String key = bent(location.key(id, Compression.values()[random.nextInt(3)]));
      Optional<PartKey> parsed = location.parse(key);
      if (parsed.isPresent()) {
        found++;
        String part = parsed.get().rows() ? key.substring(0, key.length() - 5) : key;
        assertThat(part).as(told(key)).startsWith("runs/");
        assertThat(part.substring("runs/".length())).as(told(key)).matches(END);
        assertThat(part).as(told(key)).contains(parsed.get().part().toString());
      }
    }
    assertThat(found).as("seed %d", seed).isPositive();
  }

  private String bent(String key) {
    int at = random.nextInt(key.length());
    int cut = Math.min(key.length(), at + random.nextInt(3));
    return random.nextInt(4) == 0
        ? key + (random.nextBoolean() ? ".rows" : "")
        : key.substring(0, at) + text() + key.substring(cut);
  }

  private static Optional<PartLocation> location(String prefix) {
    try {
      return Optional.of(new PartLocation("bucket", prefix));
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageStartingWith("part location prefix '");
      return Optional.empty();
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(5); left > 0; left--) {
      if (random.nextInt(4) == 0) {
        text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
      } else {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
    }
    return text.toString();
  }

  private String told(String text) {
    StringBuilder told = new StringBuilder("seed " + seed + ":");
    text.chars().forEach(c -> told.append(" %04x".formatted(c)));
    return told.toString();
  }
}
