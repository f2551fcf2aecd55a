package dev.runmark.storage.read;

import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.failure.StoreAwayException;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.ObjectMissingException;
import dev.runmark.storage.objects.ObjectReads;
import dev.runmark.storage.objects.ObjectTooShortException;
import dev.runmark.storage.part.RunKey;
import java.io.IOException;
import java.time.Duration;

/** The bytes that lines lie in, and what a store's failure to give them means. Thread-safe. */
public final class LineFrames {

  private final ObjectReads store;

  public LineFrames(ObjectReads store) {
    this.store = store;
  }

  /** Bytes of the part in which a line lies. */
  public byte[] read(RunKey run, LineLocation line) throws ObjectMissingException, ReadException {
    return read(run, line, line.place().frame());
  }

  /**
   * The frame of a line once more: what came before was not what the index promises, and a store
   * does not guard the bytes of a range on their way.
   *
   * @throws CorruptRunException also when the part is not there any more
   */
  public byte[] readAgain(RunKey run, LineLocation line) throws ReadException {
    ByteRange frame = line.place().frame();
    store.forget(line.location().key(line.part(), line.compression()), frame);
    try {
      return read(run, line, frame);
    } catch (ObjectMissingException gone) {
      throw CheckedLines.corrupt(run, line, String.valueOf(gone.getMessage()), gone);
    }
  }

  /**
   * A range of the part in which a line lies, its frame among it.
   *
   * @throws ObjectMissingException when the part is not there: it may have been moved meanwhile
   */
  public byte[] read(RunKey run, LineLocation line, ByteRange range)
      throws ObjectMissingException, ReadException {
    String bucket = line.location().bucket();
    if (!bucket.equals(store.bucket())) {
      throw CheckedLines.corrupt(
          run, line, "it lies in bucket " + bucket + ", this reads " + store.bucket(), null);
    }
    long begun = System.nanoTime();
    try {
      return store.read(line.location().key(line.part(), line.compression()), range);
    } catch (ObjectMissingException | ReadException e) {
      throw e;
    } catch (ObjectTooShortException | IllegalArgumentException e) {
      throw CheckedLines.corrupt(run, line, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new StoreAwayException(
          StoreAwayException.Store.OBJECTS,
          Duration.ofNanos(System.nanoTime() - begun),
          String.valueOf(e.getMessage()),
          e);
    }
  }
}
