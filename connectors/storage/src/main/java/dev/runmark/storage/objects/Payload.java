package dev.runmark.storage.objects;

import java.io.ByteArrayInputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/** Bytes to be sent, as they lie; nobody changes them until they were. */
record Payload(byte[] bytes, int offset, int length) {

  /** A body that reads the array itself, from the start at each try; the SDK's own ones copy. */
  RequestBody body() {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, offset, length), length, "application/octet-stream");
  }

  String crc32c() {
    return UploadChecksum.crc32c(bytes, offset, length);
  }

  String md5() {
    return UploadChecksum.md5(bytes, offset, length);
  }
}
