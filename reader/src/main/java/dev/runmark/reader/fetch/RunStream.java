package dev.runmark.reader.fetch;

import dev.runmark.reader.fetch.Stretch.Frame;
import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.read.CheckedLines;
import dev.runmark.storage.read.RunReader;
import dev.runmark.storage.read.StoredRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs with their documents, one after the other, in the order in which they were listed.
 *
 * <p>Fetches ahead as many as their window of bytes holds, at least one; between two calls it holds
 * no connection, so that a slow taker costs nobody anything but that memory, and it need not be
 * closed. Owned by one thread.
 */
public final class RunStream {

  /** Looks runs up anew. */
  @FunctionalInterface
  public interface Lookup {
    /** Those of the tenant's runs that there are. */
    List<IndexedRun> find(String tenant, List<UUID> ids) throws ReadException;
  }

  private final FrameFetch fetch;
  private final Lookup lookup;
  private final List<IndexedRun> runs;
  private int listed;
  private List<IndexedRun> window = List.of();
  private int taken;
  private Map<Frame, byte[]> frames = Map.of();
  private @Nullable Frame decodedFrame;
  private byte[] decoded = new byte[0];

  public RunStream(FrameFetch fetch, Lookup lookup, List<IndexedRun> runs) {
    this.fetch = fetch;
    this.lookup = lookup;
    this.runs = List.copyOf(runs);
  }

  /**
   * The next run; empty at the end. A run that was deleted since it was listed is left out.
   *
   * @throws CorruptRunException when its bytes are not what the index promises
   * @throws ReadException also when a store is away. After either the stream is not to be used
   *     again
   */
  public Optional<StoredRun> next() throws ReadException {
    while (taken == window.size()) {
      if (listed == runs.size()) {
        frames = Map.of();
        return Optional.empty();
      }
      open();
    }
    IndexedRun run = window.get(taken++);
    List<Slice> documents = new ArrayList<>(run.lines().size());
    for (LineLocation line : run.lines()) {
      documents.add(document(run.key(), line));
    }
    return Optional.of(RunReader.fold(run.key(), run.lines(), documents));
  }

  private Slice document(RunKey run, LineLocation line) throws ReadException {
    try {
      return CheckedLines.document(run, line, decoded(run, line));
    } catch (CorruptRunException perhapsOnItsWay) {
      decodedFrame = null;
      frames.put(Frame.of(line), fetch.again(run, line));
      return CheckedLines.document(run, line, decoded(run, line));
    }
  }

  /** Lines that share a frame mostly follow each other. */
  private byte[] decoded(RunKey run, LineLocation line) throws CorruptRunException {
    Frame frame = Frame.of(line);
    if (!frame.equals(decodedFrame)) {
      byte[] stored = Objects.requireNonNull(frames.get(frame));
      decoded = CheckedLines.decode(run, line, stored);
      decodedFrame = frame;
    }
    return decoded;
  }

  private void open() throws ReadException {
    frames = Map.of();
    window = nextWindow();
    taken = 0;
    try {
      frames = fetch.fetch(window);
    } catch (FrameFetch.MovedException moved) {
      window = lookedUpAgain(window);
      try {
        frames = fetch.fetch(window);
      } catch (FrameFetch.MovedException gone) {
        throw gone.corrupt();
      }
    }
  }

  /** As many runs as fit; those whose frames are in it already cost nothing. */
  private List<IndexedRun> nextWindow() {
    Set<Frame> distinct = new HashSet<>();
    long bytes = 0;
    int from = listed;
    while (listed < runs.size()) {
      long more = 0;
      Set<Frame> added = new HashSet<>();
      for (LineLocation line : runs.get(listed).lines()) {
        Frame frame = Frame.of(line);
        if (!distinct.contains(frame) && added.add(frame)) {
          more += frame.range().length();
        }
      }
      if (listed > from && bytes + more > fetch.window()) {
        break;
      }
      bytes += more;
      distinct.addAll(added);
      listed++;
    }
    return runs.subList(from, listed);
  }

  private List<IndexedRun> lookedUpAgain(List<IndexedRun> moved) throws ReadException {
    Map<RunKey, IndexedRun> found = new HashMap<>();
    Map<String, List<UUID>> byTenant =
        moved.stream()
            .map(IndexedRun::key)
            .distinct()
            .collect(
                Collectors.groupingBy(
                    RunKey::tenant, Collectors.mapping(RunKey::run, Collectors.toList())));
    for (Map.Entry<String, List<UUID>> entry : byTenant.entrySet()) {
      lookup.find(entry.getKey(), entry.getValue()).forEach(run -> found.put(run.key(), run));
    }
    return moved.stream().map(run -> found.get(run.key())).filter(Objects::nonNull).toList();
  }
}
