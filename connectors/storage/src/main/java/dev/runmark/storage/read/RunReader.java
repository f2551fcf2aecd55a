package dev.runmark.storage.read;

import dev.runmark.storage.fold.MergeRule;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.index.RunLookup;
import dev.runmark.storage.json.FieldSlices;
import dev.runmark.storage.json.JsonLimits;
import dev.runmark.storage.json.JsonScanner;
import dev.runmark.storage.json.MalformedJsonException;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.json.UuidText;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.FrameDecoder;
import dev.runmark.storage.part.RunKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one run: one statement, one range GET a line, each line checked by CRC and by the id inside
 * it, folded by the merge rule in reading order.
 *
 * <p>It gives the run or an error, never a wrong, partial or empty answer. Used by one thread at a
 * time where its {@link RunLookup} is.
 */
public final class RunReader {

  private static final byte[] ID = "id".getBytes(StandardCharsets.US_ASCII);

  /** No frame that the writer makes decodes to more. */
  private static final int LARGEST_DECODED_FRAME = 128 * 1024 * 1024;

  private final RunLookup lookup;
  private final ObjectStore store;

  public RunReader(RunLookup lookup, ObjectStore store) {
    this.lookup = lookup;
    this.store = store;
  }

  /**
   * The run, or empty when the index does not know it.
   *
   * @throws CorruptRunException when the bytes are not the line that the index promises
   * @throws IOException when a store is away or an object is missing, naming part and range
   */
  public Optional<StoredRun> find(RunKey key) throws IOException {
    List<LineLocation> lines = lookup.find(key);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    List<Slice> documents = new ArrayList<>(lines.size());
    boolean created = false;
    for (LineLocation line : lines) {
      documents.add(read(key, line));
      created |= line.span().created();
    }
    return Optional.of(
        new StoredRun(key, lines.get(0).trace(), MergeRule.fold(documents), lines.size(), created));
  }

  private Slice read(RunKey key, LineLocation line) throws IOException {
    if (!line.location().bucket().equals(store.bucket())) {
      throw new CorruptRunException(
          key,
          line,
          "it lies in bucket " + line.location().bucket() + ", this reads " + store.bucket());
    }
    String object = line.location().key(line.part(), line.compression());
    byte[] frame = store.read(object, line.place().frame());
    Slice document;
    try {
      document =
          Slice.of(
              FrameDecoder.line(line.place(), line.compression(), frame, LARGEST_DECODED_FRAME));
    } catch (IOException e) {
      throw new CorruptRunException(key, line, e);
    }
    requireId(key, line, document);
    return document;
  }

  /** The CRC says that the line is intact; the id, that it is this run's. */
  private static void requireId(RunKey key, LineLocation line, Slice document)
      throws CorruptRunException {
    JsonScanner scanner = new JsonScanner(JsonLimits.STORED);
    FieldSlices fields = new FieldSlices();
    try {
      scanner.reset(document.bytes(), document.offset(), document.length());
      fields.reset(document.bytes());
      fields.readObject(scanner);
    } catch (MalformedJsonException e) {
      throw new CorruptRunException(key, line, e);
    }
    for (int field = 0; field < fields.size(); field++) {
      if (fields.nameIs(field, ID)) {
        Slice quoted = fields.value(field);
        byte[] bytes = quoted.bytes();
        if (key.run().equals(UuidText.parse(bytes, quoted.offset() + 1, quoted.end() - 1))) {
          return;
        }
      }
    }
    throw new CorruptRunException(key, line, "the line there is not of this run");
  }
}
