package dev.runmark.proof.simulation;

import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.objects.ObjectUpload;
import java.io.IOException;

/** A store that does not keep every tenth of the uploads that it confirms. */
final class ForgetfulStore extends DelegatingStore {

  private static final int KEPT = 10;

  private int completed;

  ForgetfulStore(ObjectStore real) {
    super(real);
  }

  @Override
  public ObjectUpload create(String key) throws IOException {
    ObjectUpload upload = real.create(key);
    return new ObjectUpload() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        upload.write(bytes, offset, length);
      }

      @Override
      public long complete() throws IOException {
        long length = upload.complete();
        if (++completed % KEPT == 0) {
          real.delete(key);
        }
        return length;
      }

      @Override
      public void abort() {
        upload.abort();
      }
    };
  }
}
