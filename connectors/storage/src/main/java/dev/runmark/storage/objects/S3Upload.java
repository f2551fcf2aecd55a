package dev.runmark.storage.objects;

import dev.runmark.storage.objects.S3Writes.Multipart;
import dev.runmark.storage.tracing.Lap;
import dev.runmark.storage.tracing.Laps;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object that grows piece by piece: a piece is sent when it is full and more follows, so an
 * object of up to one piece is a single PUT at the end.
 *
 * <p>Owned by one thread, pieces travel on the lane's. A piece that failed makes the next write or
 * the completion fail; the owner then aborts. A completion that failed may have made the object all
 * the same, which is why an abort after it also deletes the key.
 */
final class S3Upload implements ObjectUpload {

  private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);
  private static final int MOST_PIECES = 10_000;

  private final String key;
  private final S3Writes writes;
  private final PieceLane lane;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<Future<CompletedPart>> pieces = new ArrayList<>();
  private @Nullable Multipart multipart;
  private byte @Nullable [] buffer;
  private int filled;
  private long length;
  private boolean mayExist;
  private boolean ended;
  private volatile boolean abandoned;
  private final Queue<Lap> travelled = new ConcurrentLinkedQueue<>();

  S3Upload(String key, S3Writes writes, PieceLane lane) {
    this.key = key;
    this.writes = writes;
    this.lane = lane;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    requireOpen();
    int done = 0;
    while (done < count) {
      byte[] room = roomyBuffer();
      int copied = Math.min(count - done, room.length - filled);
      System.arraycopy(bytes, offset + done, room, filled, copied);
      filled += copied;
      done += copied;
    }
    length += count;
  }

  private byte[] roomyBuffer() throws IOException {
    byte[] current = buffer;
    if (current != null && filled == current.length) {
      send(current);
      current = null;
    }
    if (current == null) {
      current = lane.takeBuffer();
      buffer = current;
      filled = 0;
    }
    return current;
  }

  private void send(byte[] full) throws IOException {
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IOException("write " + key + ": an earlier piece failed", failed);
    }
    if (pieces.size() == MOST_PIECES) {
      throw new IOException(
          "write " + key + ": over " + MOST_PIECES + " pieces of " + full.length + " bytes");
    }
    Multipart upload = multipart;
    if (upload == null) {
      upload = new Multipart(key, writes.begin(key), () -> abandoned);
      multipart = upload;
    }
    sendPiece(upload, new Payload(full, 0, filled));
  }

  private void sendPiece(Multipart upload, Payload content) throws IOException {
    int number = pieces.size() + 1;
    pieces.add(lane.send(content.bytes(), () -> piece(upload, number, content)));
    buffer = null;
    filled = 0;
  }

  private CompletedPart piece(Multipart upload, int number, Payload content) throws IOException {
    try {
      Laps laps = new Laps();
      CompletedPart sent = writes.piece(upload, number, content);
      laps.done("upload piece");
      travelled.addAll(laps.all());
      return sent;
    } catch (IOException | RuntimeException e) {
      failure.compareAndSet(null, e);
      throw e;
    }
  }

  @Override
  public List<Lap> pieces() {
    return List.copyOf(travelled);
  }

  @Override
  public long complete() throws IOException {
    requireOpen();
    byte[] last = buffer;
    if (last == null) {
      throw new IllegalStateException("complete " + key + ": nothing was written");
    }
    if (multipart == null) {
      Laps laps = new Laps();
      makeVisible(() -> writes.put(key, new Payload(last, 0, filled)));
      laps.done("put");
      travelled.addAll(laps.all());
      lane.giveBack(last);
      buffer = null;
    } else {
      Multipart upload = multipart;
      sendPiece(upload, new Payload(last, 0, filled));
      List<CompletedPart> sent = awaitPieces();
      makeVisible(() -> writes.complete(upload, sent, length));
    }
    ended = true;
    return length;
  }

  private interface Step {
    void run() throws IOException;
  }

  private void makeVisible(Step step) throws IOException {
    mayExist = true;
    try {
      step.run();
    } catch (ObjectExistsException e) {
      mayExist = false;
      throw e;
    }
  }

  private List<CompletedPart> awaitPieces() throws IOException {
    List<CompletedPart> sent = new ArrayList<>();
    for (Future<CompletedPart> piece : pieces) {
      try {
        sent.add(piece.get());
      } catch (ExecutionException e) {
        throw new IOException("write " + key + ": a piece failed", e.getCause());
      } catch (InterruptedException e) {
        throw interrupted("complete");
      }
    }
    return sent;
  }

  /**
   * Cleans up on a thread of the lane: a cancelled task aborts with its interrupt flag up, and the
   * SDK refuses to work on such a thread. Interrupted here, the cleaning goes on without us.
   */
  @Override
  public void abort() {
    if (ended) {
      return;
    }
    ended = true;
    abandoned = true;
    lane.giveBack(buffer);
    buffer = null;
    if (multipart == null && !mayExist) {
      return;
    }
    try {
      lane.run(this::clean).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.warn("Abort of upload {} failed: the sweeper has to remove it", key, e.getCause());
    }
  }

  private void clean() {
    try {
      for (Future<CompletedPart> piece : pieces) {
        awaitEnd(piece);
      }
      if (multipart != null) {
        writes.abort(multipart.key(), multipart.id());
      }
      if (mayExist) {
        writes.delete(key);
      }
    } catch (IOException e) {
      LOG.warn("Abort of upload {} failed: the sweeper has to remove it", key, e);
    }
  }

  /** A piece that arrives after the abort would stay for ever. */
  private void awaitEnd(Future<CompletedPart> piece) throws IOException {
    try {
      piece.get();
    } catch (ExecutionException e) {
      LOG.debug("A piece of {} had failed", key, e.getCause());
    } catch (InterruptedException e) {
      throw interrupted("abort");
    }
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("write " + key + ": the upload was completed or aborted");
    }
  }

  private IOException interrupted(String what) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException(what + " " + key + ": interrupted");
  }
}
