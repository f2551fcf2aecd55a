package dev.runmark.reader;

import static dev.runmark.reader.Lines.at;
import static dev.runmark.reader.Lines.create;
import static dev.runmark.reader.Lines.id;
import static dev.runmark.reader.Lines.json;
import static dev.runmark.reader.Lines.listing;
import static dev.runmark.reader.Lines.patch;
import static dev.runmark.reader.Lines.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.faults.S3Fault;
import dev.runmark.embedded.faults.S3Operation;
import dev.runmark.options.ReaderOptions;
import dev.runmark.reader.ReadScene.Calls;
import dev.runmark.reader.fetch.RunStream;
import dev.runmark.reader.page.Page;
import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.failure.InvalidCursorException;
import dev.runmark.storage.failure.InvalidQueryException;
import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.index.LedgerPart;
import dev.runmark.storage.index.TracedRoot;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.RunStatus;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.query.Order;
import dev.runmark.storage.query.PartQuery;
import dev.runmark.storage.query.RunQuery;
import dev.runmark.storage.read.StoredRun;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored comes back whole, by as few calls as there can be. */
class RunmarkReaderIT {

  private static ReadScene scene;

  private RunmarkReader reader;

  @BeforeAll
  static void start() throws Exception {
    scene = ReadScene.open();
  }

  @AfterAll
  static void stop() throws Exception {
    scene.close();
  }

  @BeforeEach
  void open() throws Exception {
    scene.database.clear();
    reader = scene.reader();
    // A new connection's own statements are nobody's read.
    assertThat(reader.find("default", id(0))).isEmpty();
  }

  @AfterEach
  void close() {
    reader.close();
  }

  @Test
  void aRunIsOneRoundTripAndOneGetALine() throws Exception {
    scene.commit(Compression.ZSTD, create(1), create(2), create(3));
    scene.commit(Compression.NONE, patch(2, "\"tags\":[1]"), patch(4, "\"tags\":[]"));
    List<StoredRun> found = new ArrayList<>();

    assertThat(scene.counted(() -> found.add(reader.find("default", id(3)).orElseThrow())))
        .isEqualTo(new Calls(1, 1));
    assertThat(scene.counted(() -> found.add(reader.find("default", id(2)).orElseThrow())))
        .isEqualTo(new Calls(1, 2));
    assertThat(scene.counted(() -> assertThat(reader.find("default", id(9))).isEmpty()))
        .isEqualTo(new Calls(1, 0));

    assertThat(found.get(0).document()).hasToString(json(3));
    assertThat(found.get(1).document()).hasToString(json(2).replace("}", ",\"tags\":[1]}"));
    assertThat(found.get(1).created()).isTrue();
    assertThat(reader.find("default", id(4)).orElseThrow().created()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void manyRunsAreOneRoundTripAndOneGetWhereTheyNearlyTouch(Compression compression)
      throws Exception {
    scene.commit(
        compression, IntStream.range(0, 50).mapToObj(Lines::create).toArray(RunLine[]::new));
    scene.commit(compression, create(100));
    List<UUID> ids = Arrays.asList(id(40), id(77), id(3), id(100), id(40), id(78), id(77));
    List<FoundRuns> found = new ArrayList<>();
    List<String> documents = new ArrayList<>();

    Calls calls =
        scene.counted(
            () -> {
              found.add(reader.findAll("default", ids));
              documents.addAll(documents(found.get(0).runs()));
            });

    assertThat(documents).containsExactly(json(40), json(3), json(100), json(40));
    assertThat(found.get(0).absent()).containsExactly(id(77), id(78));
    assertThat(calls).isEqualTo(new Calls(1, 2));
    assertThat(reader.findAll("default", List.of()).runs()).isEmpty();
    assertThatThrownBy(() -> reader.findAll("default", Collections.nCopies(1001, id(1))))
        .isInstanceOf(InvalidQueryException.class);
  }

  @Test
  void aTraceComesInTheOrderOfItsTreeByOneGet() throws Exception {
    UUID gone = id(999);
    scene.commit(
        Compression.ZSTD,
        create("default", 1, trace(5), listing(1, null)),
        create("default", 2, trace(5), listing(9, id(1))),
        create("default", 3, trace(5), listing(3, id(2))),
        create("default", 4, trace(5), listing(5, id(1))),
        create("default", 5, trace(5), listing(0, gone)),
        create("default", 6, trace(5), listing(0, id(7))),
        create("default", 7, trace(5), listing(1, id(6))),
        create("default", 8, trace(5), listing(0, id(8))),
        create("default", 9, trace(6), listing(0, null)));
    List<String> documents = new ArrayList<>();

    Calls calls =
        scene.counted(() -> documents.addAll(documents(reader.trace("default", trace(5)))));

    assertThat(documents)
        .containsExactly(json(1), json(4), json(2), json(3), json(5), json(6), json(7), json(8));
    assertThat(calls).isEqualTo(new Calls(1, 1));
    assertThat(reader.trace("default", trace(7))).isEmpty();
  }

  @Test
  void aListFiltersByEveryParameter() throws Exception {
    Listing failed = new Listing("other", null, "agent%x", "chain", RunStatus.ERROR, at(10), null);
    Listing pending = new Listing("project", null, "agent", null, null, at(11), null);
    scene.commit(
        Compression.NONE,
        create(1),
        create("default", 2, trace(2), failed),
        create("default", 3, trace(3), pending),
        create("foreign", 4, trace(2), failed));
    RunQuery all = RunQuery.of("default");

    assertThat(listed(all)).containsExactly(id(3), id(2), id(1));
    assertThat(listed(all.in(Order.OLDEST_FIRST))).containsExactly(id(1), id(2), id(3));
    assertThat(listed(all.withProject("project"))).containsExactly(id(3), id(1));
    assertThat(listed(all.withProject("none"))).isEmpty();
    assertThat(listed(all.withTrace(trace(2)))).containsExactly(id(2));
    assertThat(listed(all.withTrace(trace(2)).withProject("project"))).isEmpty();
    assertThat(listed(all.withRunType("chain"))).containsExactly(id(2));
    assertThat(listed(all.withStatus(RunStatus.PENDING))).containsExactly(id(3));
    assertThat(listed(all.withStatus(RunStatus.SUCCESS))).containsExactly(id(1));
    assertThat(listed(all.withHasError(true))).containsExactly(id(2));
    assertThat(listed(all.withHasError(false))).containsExactly(id(3), id(1));
    assertThat(listed(all.withNamePrefix("agent"))).containsExactly(id(3), id(2));
    assertThat(listed(all.withNamePrefix("agent%"))).containsExactly(id(2));
    assertThat(listed(all.within(at(10), at(11)))).containsExactly(id(2));
    assertThat(listed(RunQuery.of("nobody"))).isEmpty();
    assertThat(listed(all.withProject("'; DROP TABLE runs --"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pagesHaveEveryRunOnceAndThoseWithoutATimeLast(boolean newest) throws Exception {
    List<RunLine> lines = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Instant start = i < 3 ? null : at(i / 2);
      Listing of = new Listing(i % 2 == 0 ? "a" : "b", null, null, null, null, start, null);
      lines.add(create("default", i, trace(1), of));
    }
    scene.commit(Compression.NONE, lines.toArray(RunLine[]::new));
    scene.commit(Compression.NONE, patch(10, "\"x\":1"));
    RunQuery query =
        RunQuery.of("default").withLimit(3).in(newest ? Order.NEWEST_FIRST : Order.OLDEST_FIRST);

    List<UUID> seen = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String cursor = null;
    do {
      Page<IndexedRun> page = reader.list(query, cursor);
      page.rows().forEach(run -> seen.add(run.key().run()));
      sizes.add(page.rows().size());
      cursor = page.next();
    } while (cursor != null);

    List<UUID> dated = List.of(id(3), id(4), id(5), id(6), id(7), id(8), id(9));
    List<UUID> undated = List.of(id(0), id(1), id(2), id(10));
    List<UUID> wanted = new ArrayList<>(newest ? reversed(dated) : dated);
    wanted.addAll(newest ? reversed(undated) : undated);
    assertThat(seen).containsExactlyElementsOf(wanted);
    assertThat(sizes).containsExactly(3, 3, 3, 2);
  }

  @Test
  void aCursorIsGoodForItsOwnQueryOnly() throws Exception {
    scene.commit(Compression.NONE, create(1), create(2));
    RunQuery query = RunQuery.of("default").withLimit(1);
    String cursor = reader.list(query, null).next();

    assertThat(reader.list(query.withLimit(2), cursor).rows()).hasSize(1);
    assertThatThrownBy(() -> reader.list(query.withProject("project"), cursor))
        .isInstanceOf(InvalidCursorException.class);
    assertThatThrownBy(() -> reader.traces(query, cursor))
        .isInstanceOf(InvalidCursorException.class);
    try (RunmarkReader another = scene.reader()) {
      assertThat(another.list(query, cursor).rows()).hasSize(1);
    }
  }

  @Test
  void tracesHaveTheirTotals() throws Exception {
    Listing failed = new Listing("project", id(1), "x", "llm", RunStatus.ERROR, at(2), null);
    scene.commit(
        Compression.NONE,
        create("default", 1, trace(1), listing(1, null)),
        create("default", 2, trace(1), failed),
        create("default", 3, trace(2), listing(3, null)));

    Page<TracedRoot> page = reader.traces(RunQuery.of("default").withProject("project"), null);

    assertThat(page.rows()).extracting(TracedRoot::runs).containsExactly(1L, 2L);
    assertThat(page.rows()).extracting(TracedRoot::errors).containsExactly(0L, 1L);
    assertThat(page.rows().get(1).root().key().run()).isEqualTo(id(1));
  }

  @Test
  void theLedgerIsListedInOrder() throws Exception {
    SealedPart first = scene.commit(Compression.NONE, create(1));
    SealedPart second = scene.commit(Compression.ZSTD, create(2));
    PartQuery query = new PartQuery(null, null, Order.OLDEST_FIRST, 1);

    Page<LedgerPart> page = reader.parts(query, null);
    Page<LedgerPart> next = reader.parts(query, page.next());

    assertThat(List.of(page.rows().get(0).key(), next.rows().get(0).key()))
        .containsExactlyInAnyOrder(first.key(), second.key());
    assertThat(next.next()).isNull();
    Instant later = Instant.now().plusSeconds(60);
    assertThat(reader.parts(new PartQuery(later, null, Order.NEWEST_FIRST, 10), null).rows())
        .isEmpty();
  }

  @Test
  void aForeignRunIsAsGoodAsNone() throws Exception {
    scene.commit(Compression.NONE, create("foreign", 1, trace(1), listing(1, null)));

    assertThat(reader.find("default", id(1))).isEmpty();
    assertThat(reader.findAll("default", List.of(id(1))).absent()).containsExactly(id(1));
    assertThat(reader.trace("default", trace(1))).isEmpty();
  }

  @Test
  void theNewPlaceOfARunThatMovedIsCheckedToo() throws Exception {
    SealedPart old = scene.commit(Compression.NONE, create(1), create(2));
    List<IndexedRun> listed = reader.list(RunQuery.of("default"), null).rows();
    Files.delete(scene.file(old));
    scene.commit(Compression.NONE, create(3));
    scene.database.execute(
        "UPDATE runs r SET (part, start_offset, length, line_length, checksum, run) ="
            + " (SELECT part, start_offset, length, line_length, checksum, r.run FROM runs"
            + " WHERE run = '"
            + id(3)
            + "') WHERE run = '"
            + id(1)
            + "'");
    scene.database.execute("UPDATE runs SET lines = 0, part = NULL WHERE run = '" + id(2) + "'");

    assertThatThrownBy(() -> documents(listed))
        .isInstanceOf(CorruptRunException.class)
        .hasMessageContaining("not of this run");
  }

  @Test
  void aMissingPartIsAnErrorThatNamesIt() throws Exception {
    SealedPart part = scene.commit(Compression.NONE, create(1), create(2));
    Files.delete(scene.file(part));

    assertThatThrownBy(() -> reader.find("default", id(2)))
        .isInstanceOf(CorruptRunException.class)
        .hasMessageContaining("part " + part.id() + ", bytes [");
    assertThatThrownBy(() -> documents(reader.trace("default", trace(1))))
        .isInstanceOf(CorruptRunException.class)
        .hasMessageContaining("part " + part.id() + ", bytes [");
  }

  @Test
  void aShortPartIsAnErrorOfTheRunThatIsCut() throws Exception {
    SealedPart part = scene.commit(Compression.NONE, create(1), create(2));
    byte[] bytes = Files.readAllBytes(scene.file(part));
    Files.write(scene.file(part), Arrays.copyOf(bytes, bytes.length - 1));
    List<IndexedRun> runs = reader.trace("default", trace(1));

    assertThatThrownBy(() -> reader.find("default", id(2))).isInstanceOf(CorruptRunException.class);
    assertThatThrownBy(() -> reader.read(runs).next())
        .isInstanceOfSatisfying(
            CorruptRunException.class, corrupt -> assertThat(corrupt.run()).isEqualTo(id(2)));
    assertThat(reader.find("default", id(1))).isPresent();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void otherBytesAreAnError(Compression compression) throws Exception {
    SealedPart part = scene.commit(compression, create(1));
    byte[] bytes = Files.readAllBytes(scene.file(part));
    bytes[bytes.length / 2] ^= 1;
    Files.write(scene.file(part), bytes);

    assertThatThrownBy(() -> reader.find("default", id(1))).isInstanceOf(CorruptRunException.class);
    assertThatThrownBy(() -> documents(reader.trace("default", trace(1))))
        .isInstanceOf(CorruptRunException.class);
  }

  /** No checksum guards a range on its way, and what is kept would be given for ever. */
  @ParameterizedTest
  @EnumSource(Compression.class)
  void aByteThatFlippedOnItsWayIsReadOnceMoreAndNotKept(Compression compression) throws Exception {
    scene.commit(compression, create(1));
    scene.commit(compression, create(2));
    scene.commit(compression, create(3));
    try (RunmarkReader keeping = scene.reader(ReaderOptions.DEFAULT)) {
      List<IndexedRun> second = keeping.findAll("default", List.of(id(2))).runs();

      scene.s3.fail(S3Operation.GET_OBJECT, S3Fault.ANSWER_FLIPPED);
      assertThat(keeping.find("default", id(1))).isPresent();
      scene.s3.fail(S3Operation.GET_OBJECT, S3Fault.ANSWER_FLIPPED);
      assertThat(keeping.read(second).next()).isPresent();
      scene.s3.fail(S3Operation.GET_OBJECT, S3Fault.ANSWER_FLIPPED, 2);
      assertThatThrownBy(() -> keeping.find("default", id(3)))
          .isInstanceOf(CorruptRunException.class);
      assertThat(keeping.find("default", id(3))).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE parts SET bucket = 'other-bucket'",
        "UPDATE parts SET key = 'secret/../' || key",
        "UPDATE parts SET key = '.hidden/' || key",
        "UPDATE parts SET key = 'x' || key || 'x'",
        "UPDATE parts SET compression = 9",
        "DELETE FROM parts",
        "UPDATE runs SET length = -1",
        "UPDATE runs SET line_offset = 5",
        "UPDATE runs SET lines = 2, part = NULL"
      })
  void aRowThatIsNotSoundIsAnError(String damage) throws Exception {
    scene.commit(Compression.NONE, create(1));
    scene.database.execute(damage);

    assertThatThrownBy(() -> reader.find("default", id(1)))
        .isInstanceOf(CorruptRunException.class)
        .hasMessageContaining(id(1).toString());
    assertThatThrownBy(() -> documents(reader.list(RunQuery.of("default"), null).rows()))
        .isInstanceOf(CorruptRunException.class);
  }

  private List<String> documents(List<IndexedRun> runs) throws Exception {
    RunStream stream = reader.read(runs);
    List<String> documents = new ArrayList<>();
    for (Optional<StoredRun> run = stream.next(); run.isPresent(); run = stream.next()) {
      documents.add(run.get().document().toString());
    }
    return documents;
  }

  private List<UUID> listed(RunQuery query) throws Exception {
    return reader.list(query, null).rows().stream().map(run -> run.key().run()).toList();
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed;
  }
}
