package dev.runmark.storage.read;

import static dev.runmark.storage.read.StoredLines.complete;
import static dev.runmark.storage.read.StoredLines.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.failure.StoreAwayException;
import dev.runmark.storage.index.InMemoryOffsetIndex;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.index.OffsetIndex;
import dev.runmark.storage.index.RunLookup;
import dev.runmark.storage.objects.InMemoryObjectStore;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.SealedPart;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunReaderTest extends RunReaderContract {

  private final InMemoryObjectStore store = new InMemoryObjectStore("bucket");
  private final InMemoryOffsetIndex index = new InMemoryOffsetIndex();

  @Override
  ObjectStore store() {
    return store;
  }

  @Override
  OffsetIndex index() {
    return index;
  }

  @Override
  RunLookup lookup() {
    return index;
  }

  @Test
  void aReadIsOneGetALine() throws Exception {
    stored(Compression.NONE).commit(create(RUN, 1, json(RUN, "\"name\":\"a\"")));

    find(RUN);

    assertThat(store.calls(InMemoryObjectStore.Operation.READ)).isEqualTo(1);
  }

  @Test
  void aFlippedByteIsAnErrorThatNamesPartAndRange() throws Exception {
    SealedPart part =
        stored(Compression.NONE).commit(create(RUN, 1, json(RUN, "\"name\":\"abc\"")));
    byte[] content = store.content(part.key()).clone();
    content[content.length - 5] ^= 1;
    store.corrupt(part.key(), content);

    assertThatThrownBy(() -> find(RUN))
        .isInstanceOf(CorruptRunException.class)
        .hasMessageContaining(RUN.toString())
        .hasMessageContaining(part.id().toString())
        .hasMessageContaining("CRC-32C");
  }

  @Test
  void aDamagedReadIsMadeOnceMoreAndNoOftener() throws Exception {
    SealedPart part =
        stored(Compression.NONE).commit(create(RUN, 1, json(RUN, "\"name\":\"abc\"")));
    byte[] content = store.content(part.key()).clone();
    content[0] ^= 1;
    store.corrupt(part.key(), content);

    assertThatThrownBy(() -> find(RUN)).isInstanceOf(CorruptRunException.class);
    assertThat(store.calls(InMemoryObjectStore.Operation.READ)).isEqualTo(2);
  }

  @Test
  void anIntactLineOfAnotherRunIsAnError() throws Exception {
    stored(Compression.NONE).commit(create(RUN, 1, json(OTHER, "\"name\":\"abc\"")));

    assertThatThrownBy(() -> find(RUN))
        .isInstanceOf(CorruptRunException.class)
        .hasMessageContaining("not of this run");
  }

  @Test
  void anIdInsideThePayloadIsNotTheRunsId() throws Exception {
    String document = "{\"inputs\":{\"id\":\"" + RUN + "\"},\"id\":\"" + OTHER + "\"}";
    stored(Compression.NONE).commit(create(RUN, 1, document));

    assertThatThrownBy(() -> find(RUN)).isInstanceOf(CorruptRunException.class);
  }

  @Test
  void aMissingObjectIsAnErrorThatNamesPartAndRange() throws Exception {
    SealedPart part =
        stored(Compression.NONE).commit(create(RUN, 1, json(RUN, "\"name\":\"abc\"")));
    store.delete(part.key());

    assertThatThrownBy(() -> find(RUN))
        .isInstanceOf(CorruptRunException.class)
        .hasMessageContaining("part " + part.id() + ", bytes [0, ")
        .hasMessageContaining(part.key());
  }

  @Test
  void aPartThatWasReplacedSinceTheLookUpIsLookedUpOnceMore() throws Exception {
    String document = json(RUN, "\"name\":\"abc\"");
    SealedPart old = stored(Compression.NONE).commit(create(RUN, 1, document));
    List<LineLocation> before = index.find(new RunKey("default", RUN));
    store.delete(old.key());
    stored(Compression.NONE).commit(complete(RUN, 2, document));
    Iterator<List<LineLocation>> answers =
        List.of(before, index.find(new RunKey("default", RUN))).iterator();

    RunReader reader = new RunReader(key -> answers.next(), store);

    assertThat(text(reader.find(new RunKey("default", RUN)).orElseThrow())).isEqualTo(document);
    assertThat(answers).isExhausted();
  }

  @Test
  void anObjectThatEndsBeforeTheRangeIsAnError() throws Exception {
    SealedPart part =
        stored(Compression.NONE).commit(create(RUN, 1, json(RUN, "\"name\":\"abc\"")));
    byte[] content = store.content(part.key());
    store.corrupt(part.key(), java.util.Arrays.copyOf(content, content.length - 1));

    assertThatThrownBy(() -> find(RUN))
        .isInstanceOf(CorruptRunException.class)
        .hasMessageContaining("part " + part.id() + ", bytes [0, ");
  }

  @Test
  void aStoreThatGivesNoAnswerIsAway() throws Exception {
    stored(Compression.NONE).commit(create(RUN, 1, json(RUN, "\"name\":\"abc\"")));
    store.fail(InMemoryObjectStore.Operation.READ, new java.io.IOException("403 AccessDenied"));

    assertThatThrownBy(() -> find(RUN))
        .isInstanceOfSatisfying(
            StoreAwayException.class,
            away -> assertThat(away.store()).isEqualTo(StoreAwayException.Store.OBJECTS));
  }

  @Test
  void anotherBucketIsNotRead() throws Exception {
    stored(Compression.NONE).commit(create(RUN, 1, json(RUN, "\"name\":\"abc\"")));
    RunReader elsewhere = new RunReader(index, new InMemoryObjectStore("other"));

    assertThatThrownBy(() -> elsewhere.find(new dev.runmark.storage.part.RunKey("default", RUN)))
        .hasMessageContaining("bucket");
    assertThat(text(find(RUN)).getBytes(StandardCharsets.UTF_8)).isNotEmpty();
  }
}
