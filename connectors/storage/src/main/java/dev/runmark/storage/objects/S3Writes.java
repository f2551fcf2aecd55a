package dev.runmark.storage.objects;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The calls that change the bucket.
 *
 * <p>Every one may be repeated after an answer was lost: a PUT and a piece put the same bytes at
 * the same place; a completion or a guarded PUT that finds its work done already (no such upload,
 * or 412) is settled by the object's length, since nobody else writes this key; a multipart upload
 * that was begun twice leaves an empty one behind for the sweeper.
 */
final class S3Writes {

  private static final int PRECONDITION_FAILED = 412;
  private static final String NO_SUCH_UPLOAD = "NoSuchUpload";

  private final S3Client client;
  private final String bucket;
  private final S3Transfer transfer;
  private final S3Calls calls;
  private final S3Reads reads;

  S3Writes(S3Client client, S3Options options, S3Calls calls, S3Reads reads) {
    this.client = client;
    this.bucket = options.bucket();
    this.transfer = options.transfer();
    this.calls = calls;
    this.reads = reads;
  }

  /**
   * Stores an object in one request and confirms its length.
   *
   * @throws ObjectExistsException when there was one before
   */
  void put(String key, Payload content) throws IOException {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentLength((long) content.length())
            .ifNoneMatch(onlyNew());
    switch (transfer.checksum()) {
      case CRC32C -> request.checksumCRC32C(content.crc32c());
      case MD5 -> request.contentMD5(content.md5());
      case NONE -> {}
    }
    calls.run(
        "put",
        key,
        doubtful -> finish(key, doubtful, () -> client.putObject(request.build(), content.body())));
    confirm(key, content.length());
  }

  String begin(String key) throws IOException {
    ChecksumAlgorithm algorithm =
        transfer.checksum() == UploadChecksum.CRC32C ? ChecksumAlgorithm.CRC32_C : null;
    return calls.run(
        "begin upload of",
        key,
        doubtful ->
            client
                .createMultipartUpload(
                    to -> to.bucket(bucket).key(key).checksumAlgorithm(algorithm))
                .uploadId());
  }

  /** A multipart upload in progress. */
  record Multipart(String key, String id, BooleanSupplier abandoned) {}

  CompletedPart piece(Multipart upload, int number, Payload content) throws IOException {
    UploadPartRequest.Builder request =
        UploadPartRequest.builder()
            .bucket(bucket)
            .key(upload.key)
            .uploadId(upload.id)
            .partNumber(number)
            .contentLength((long) content.length());
    CompletedPart.Builder done = CompletedPart.builder().partNumber(number);
    switch (transfer.checksum()) {
      case CRC32C -> {
        String checksum = content.crc32c();
        request.checksumCRC32C(checksum);
        done.checksumCRC32C(checksum);
      }
      case MD5 -> request.contentMD5(content.md5());
      case NONE -> {}
    }
    UploadPartResponse answer =
        calls.run(
            "upload piece " + number + " of",
            upload.key,
            upload.abandoned,
            doubtful -> client.uploadPart(request.build(), content.body()));
    return done.eTag(answer.eTag()).build();
  }

  /**
   * Makes the object of its pieces and confirms its length.
   *
   * @throws ObjectExistsException when there was one before
   */
  void complete(Multipart upload, List<CompletedPart> pieces, long length) throws IOException {
    calls.run(
        "complete upload of",
        upload.key,
        doubtful ->
            finish(
                upload.key,
                doubtful,
                () ->
                    client.completeMultipartUpload(
                        to ->
                            to.bucket(bucket)
                                .key(upload.key)
                                .uploadId(upload.id)
                                .ifNoneMatch(onlyNew())
                                .multipartUpload(all -> all.parts(pieces)))));
    confirm(upload.key, length);
  }

  /** The call that makes an object appear; true when it may already have, and the length tells. */
  private boolean finish(String key, boolean doubtful, Runnable call) throws IOException {
    try {
      call.run();
      return false;
    } catch (S3Exception e) {
      boolean exists = e.statusCode() == PRECONDITION_FAILED;
      if (doubtful && (exists || NO_SUCH_UPLOAD.equals(S3Errors.code(e)))) {
        return true;
      }
      if (exists) {
        throw new ObjectExistsException(bucket, key);
      }
      throw e;
    }
  }

  private void confirm(String key, long length) throws IOException {
    Optional<StoredObject> stored = reads.head(key);
    if (stored.isEmpty() || stored.get().length() != length) {
      String found = stored.map(object -> object.length() + " bytes").orElse("no object");
      throw new IOException(
          "confirm "
              + key
              + " in bucket "
              + bucket
              + ": wrote "
              + length
              + " bytes, the store has "
              + found);
    }
  }

  /** Drops the pieces; no error when the upload is gone. */
  void abort(String key, String upload) throws IOException {
    calls.run(
        "abort upload of",
        key,
        doubtful -> {
          try {
            return client.abortMultipartUpload(to -> to.bucket(bucket).key(key).uploadId(upload));
          } catch (S3Exception e) {
            if (NO_SUCH_UPLOAD.equals(S3Errors.code(e))) {
              return e;
            }
            throw e;
          }
        });
  }

  void delete(String key) throws IOException {
    calls.run("delete", key, doubtful -> client.deleteObject(to -> to.bucket(bucket).key(key)));
  }

  private @Nullable String onlyNew() {
    return transfer.refuseOverwrite() ? "*" : null;
  }
}
