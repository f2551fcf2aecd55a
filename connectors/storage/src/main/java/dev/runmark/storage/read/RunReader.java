package dev.runmark.storage.read;

import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.fold.MergeRule;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.index.RunLookup;
import dev.runmark.storage.json.MalformedJsonException;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.objects.ObjectMissingException;
import dev.runmark.storage.objects.ObjectReads;
import dev.runmark.storage.part.RunKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one run: one statement, one range GET a line, each line checked by CRC and by the id inside
 * it, folded by the merge rule in reading order.
 *
 * <p>A part that is not there may have been replaced since the look-up, which is then made once
 * more; bytes that are not the line's are read once more. It gives the run or an error, never a
 * wrong, partial or empty answer. As thread-safe as its {@link RunLookup} and its store.
 */
public final class RunReader {

  private final RunLookup lookup;
  private final LineFrames frames;

  public RunReader(RunLookup lookup, ObjectReads store) {
    this.lookup = lookup;
    this.frames = new LineFrames(store);
  }

  /**
   * The run, or empty when the index does not know it.
   *
   * @throws CorruptRunException when the bytes are not the line that the index promises, or are not
   *     there
   * @throws ReadException also when a store is away
   */
  public Optional<StoredRun> find(RunKey key) throws ReadException {
    return read(key, lookup.find(key));
  }

  /**
   * The run that these lines are, which were looked up just now; empty when there are none.
   *
   * @throws CorruptRunException as {@link #find}
   * @throws ReadException also when a store is away
   */
  public Optional<StoredRun> read(RunKey key, List<LineLocation> lines) throws ReadException {
    try {
      return fetch(key, lines);
    } catch (ObjectMissingException moved) {
      return readAgain(key);
    }
  }

  private Optional<StoredRun> readAgain(RunKey key) throws ReadException {
    List<LineLocation> lines = lookup.find(key);
    try {
      return fetch(key, lines);
    } catch (ObjectMissingException gone) {
      throw missing(key, lines, gone);
    }
  }

  /** That the part is missing still: of the first line in it. */
  public static CorruptRunException missing(
      RunKey key, List<LineLocation> lines, ObjectMissingException gone) {
    String message = String.valueOf(gone.getMessage());
    for (LineLocation line : lines) {
      if (message.contains(line.location().key(line.part(), line.compression()))) {
        return CheckedLines.corrupt(key, line, message, gone);
      }
    }
    return CheckedLines.corrupt(key, lines.get(0), message, gone);
  }

  private Optional<StoredRun> fetch(RunKey key, List<LineLocation> lines)
      throws ObjectMissingException, ReadException {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    List<Slice> documents = new ArrayList<>(lines.size());
    for (LineLocation line : lines) {
      documents.add(document(key, line));
    }
    return Optional.of(fold(key, lines, documents));
  }

  private Slice document(RunKey key, LineLocation line)
      throws ObjectMissingException, ReadException {
    byte[] frame = frames.read(key, line);
    try {
      return CheckedLines.document(key, line, CheckedLines.decode(key, line, frame));
    } catch (CorruptRunException perhapsOnItsWay) {
      frame = frames.readAgain(key, line);
      return CheckedLines.document(key, line, CheckedLines.decode(key, line, frame));
    }
  }

  /**
   * The run that these lines are.
   *
   * @param lines in reading order, at least one
   * @param documents of the lines, in their order
   */
  public static StoredRun fold(RunKey key, List<LineLocation> lines, List<Slice> documents)
      throws CorruptRunException {
    boolean created = lines.stream().anyMatch(line -> line.span().created());
    try {
      Slice document = MergeRule.fold(documents);
      return new StoredRun(key, lines.get(0).trace(), document, lines.size(), created);
    } catch (MalformedJsonException e) {
      throw CheckedLines.corrupt(key, lines.get(0), String.valueOf(e.getMessage()), e);
    }
  }
}
