package dev.runmark.storage.read;

import static dev.runmark.storage.read.StoredLines.create;
import static dev.runmark.storage.read.StoredLines.patch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.index.OffsetIndex;
import dev.runmark.storage.index.RunLookup;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.FrameFormat;
import dev.runmark.storage.part.RunKey;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What reading one run back gives, whatever it is stored in. */
abstract class RunReaderContract {

  static final UUID RUN = UUID.fromString("01939e2a-7a10-7c3e-9d0b-0242ac120001");
  static final UUID OTHER = UUID.fromString("01939e2a-7a10-7c3e-9d0b-0242ac120002");

  abstract ObjectStore store();

  abstract OffsetIndex index();

  abstract RunLookup lookup();

  StoredLines stored(Compression compression) {
    return new StoredLines(store(), index(), FrameFormat.of(compression));
  }

  RunReader reader() {
    return new RunReader(lookup(), store());
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aRunOfOneLineComesBackAsItsBytes(Compression compression) throws Exception {
    String document = json(RUN, "\"name\": \"Grüße ✓ \\u00e9\", \"inputs\":{\"q\":[1, 2]}");
    stored(compression)
        .commit(
            create(OTHER, 1, json(OTHER, "\"name\":\"before\"")),
            create(RUN, 2, document),
            create(new UUID(5, 5), 3, json(new UUID(5, 5), "\"name\":\"after\"")));

    StoredRun run = find(RUN);

    assertThat(text(run)).isEqualTo(document);
    assertThat(run.lines()).isEqualTo(1);
    assertThat(run.created()).isTrue();
    assertThat(run.trace()).isEqualTo(new UUID(1, RUN.getLeastSignificantBits()));
  }

  /** Whatever the decoder takes for an id. */
  @Test
  void anIdMayBeWrittenInCapitalsBracesAndEscapes() throws Exception {
    String id = "{" + RUN.toString().toUpperCase(Locale.ROOT).replace("0", "\\u0030") + "}";
    String document = "{\"\\u0069d\":\"" + id + "\"}";
    stored(Compression.NONE).commit(create(RUN, 1, document));

    assertThat(text(find(RUN))).isEqualTo(document);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void linesOfSeveralPartsAreFoldedInReadingOrder(Compression compression) throws Exception {
    StoredLines stored = stored(compression);
    stored.commit(patch(RUN, 9, json(RUN, "\"outputs\":{\"b\":2},\"end_time\":\"x\"")));
    stored.commit(create(RUN, 4, json(RUN, "\"inputs\":{\"a\":1},\"end_time\":null")));

    StoredRun run = find(RUN);

    assertThat(text(run))
        .isEqualTo(json(RUN, "\"inputs\":{\"a\":1},\"end_time\":\"x\",\"outputs\":{\"b\":2}"));
    assertThat(run.lines()).isEqualTo(2);
  }

  @Test
  void aRunKnownByPatchesOnlySaysSo() throws Exception {
    stored(Compression.NONE).commit(patch(RUN, 9, json(RUN, "\"tags\":[]")));

    assertThat(find(RUN).created()).isFalse();
  }

  @Test
  void anUnknownRunIsEmpty() throws Exception {
    assertThat(reader().find(new RunKey("default", RUN))).isEmpty();
  }

  StoredRun find(UUID run) throws Exception {
    return reader().find(new RunKey("default", run)).orElseThrow();
  }

  static String text(StoredRun run) {
    return new String(run.document().toByteArray(), StandardCharsets.UTF_8);
  }

  static String json(UUID id, String more) {
    return "{\"id\":\"" + id + "\"," + more + "}";
  }
}
