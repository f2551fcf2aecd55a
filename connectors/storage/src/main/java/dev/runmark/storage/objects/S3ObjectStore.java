package dev.runmark.storage.objects;

import dev.runmark.storage.retry.RetryListener;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One bucket of S3 or of a server that speaks like it.
 *
 * <p>Objects are written once: in pieces while they grow, several at a time, or by one PUT when
 * small; each upload carries a checksum that the server compares, and the length is confirmed
 * before a write returns. A range is returned only if the answer is 206 with that very range; S3
 * does not checksum ranges, so the bytes' own CRC remains the reader's to check.
 *
 * <p>Errors that may pass are tried again within {@link S3Transfer#retryBudget()}; one that is a
 * clear refusal fails at once with status and code. Thread-safe; closing waits one request timeout
 * for what is under way.
 */
public final class S3ObjectStore implements ObjectStore, ObjectInventory {

  private final S3Options options;
  private final S3Clients clients;
  private final S3Reads reads;
  private final S3Writes writes;
  private final S3Inventory inventory;
  private final PieceLane lane;

  private S3ObjectStore(S3Options options, S3Clients clients, RetryListener retries) {
    S3Calls calls = new S3Calls(options.bucket(), options.transfer().retryBudget(), retries);
    this.options = options;
    this.clients = clients;
    S3Client client = clients.client();
    this.reads = new S3Reads(client, clients.ranges(), options, calls);
    this.writes = new S3Writes(client, options, calls, reads);
    this.inventory = new S3Inventory(client, options, calls);
    this.lane = new PieceLane(options.transfer().pieceSize(), options.transfer().piecesInFlight());
  }

  /** Opens a store; asks the server nothing yet. */
  public static S3ObjectStore open(S3Options options) {
    return open(options, RetryListener.NONE);
  }

  /** Opens a store that tells of each call it makes again; asks the server nothing yet. */
  public static S3ObjectStore open(S3Options options, RetryListener retries) {
    return new S3ObjectStore(options, new S3Clients(options), retries);
  }

  @Override
  public String bucket() {
    return options.bucket();
  }

  @Override
  public ObjectUpload create(String key) {
    return new S3Upload(ObjectKey.checked(key), writes, lane);
  }

  @Override
  public void put(String key, byte[] content, int offset, int length) throws IOException {
    writes.put(
        ObjectKey.checked(key), new Payload(content, offset, ObjectKey.checkedLength(key, length)));
  }

  @Override
  public byte[] read(String key, ByteRange range) throws IOException {
    return reads.read(ObjectKey.checked(key), range);
  }

  @Override
  public Optional<StoredObject> head(String key) throws IOException {
    return reads.head(ObjectKey.checked(key));
  }

  @Override
  public Stream<StoredObject> list(String prefix) throws IOException {
    return reads.list(prefix);
  }

  @Override
  public void delete(String key) throws IOException {
    writes.delete(ObjectKey.checked(key));
  }

  @Override
  public void objects(String prefix, PageReader<StoredObject> pages) throws IOException {
    inventory.objects(prefix, pages);
  }

  @Override
  public void uploads(String prefix, PageReader<OpenUpload> pages) throws IOException {
    inventory.uploads(prefix, pages);
  }

  @Override
  public void delete(List<String> keys) throws IOException {
    keys.forEach(ObjectKey::checked);
    inventory.delete(keys);
  }

  @Override
  public void abort(OpenUpload upload) throws IOException {
    writes.abort(upload.key(), upload.id());
  }

  @Override
  public void close() {
    lane.close(options.transfer().requestTimeout());
    clients.close();
  }
}
