package dev.runmark.storage.objects;

import java.time.Duration;

/**
 * How bytes are moved to and from S3.
 *
 * @param pieceSize bytes of one piece of a multipart upload; an object of up to one piece is a
 *     single PUT
 * @param piecesInFlight uploads of pieces at a time, over all objects of one store
 * @param retryBudget how long one call is repeated before it fails; a last attempt may end one
 *     request timeout later
 * @param requestTimeout of one attempt, its body included
 * @param refuseOverwrite sends {@code If-None-Match: *} with every object, for servers that know it
 *     (AWS, MinIO, Ceph and most others)
 * @param listPageSize keys per listing request
 */
public record S3Transfer(
    int pieceSize,
    int piecesInFlight,
    Duration retryBudget,
    Duration requestTimeout,
    UploadChecksum checksum,
    boolean refuseOverwrite,
    int listPageSize) {

  private static final int MIB = 1 << 20;

  /** With the array's header it fills whole regions of G1's heap, whose sizes are powers of two. */
  private static final int PIECE = 8 * MIB - 64;

  public static final S3Transfer DEFAULT =
      new S3Transfer(
          PIECE,
          4,
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          UploadChecksum.CRC32C,
          true,
          1000);

  public S3Transfer {
    requireBetween("piece size in bytes", pieceSize, 5 * MIB, 1024 * MIB);
    requireBetween("pieces in flight", piecesInFlight, 1, 256);
    requireBetween("list page size", listPageSize, 1, 1000);
    requirePositive("retry budget", retryBudget);
    requirePositive("request timeout", requestTimeout);
  }

  private static void requireBetween(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "s3 " + what + " " + value + ": wanted " + least + " to " + most);
    }
  }

  private static void requirePositive(String what, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException("s3 " + what + " " + value + ": wanted more than 0");
    }
  }

  public S3Transfer withPieces(int size, int inFlight) {
    return new S3Transfer(
        size, inFlight, retryBudget, requestTimeout, checksum, refuseOverwrite, listPageSize);
  }

  public S3Transfer withTimes(Duration budget, Duration timeout) {
    return new S3Transfer(
        pieceSize, piecesInFlight, budget, timeout, checksum, refuseOverwrite, listPageSize);
  }

  public S3Transfer withChecksum(UploadChecksum sent) {
    return new S3Transfer(
        pieceSize,
        piecesInFlight,
        retryBudget,
        requestTimeout,
        sent,
        refuseOverwrite,
        listPageSize);
  }

  public S3Transfer withRefuseOverwrite(boolean refuse) {
    return new S3Transfer(
        pieceSize, piecesInFlight, retryBudget, requestTimeout, checksum, refuse, listPageSize);
  }

  public S3Transfer withListPageSize(int keys) {
    return new S3Transfer(
        pieceSize, piecesInFlight, retryBudget, requestTimeout, checksum, refuseOverwrite, keys);
  }
}
