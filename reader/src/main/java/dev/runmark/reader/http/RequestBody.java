package dev.runmark.reader.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;

/** The bytes of a request: when they stop coming, that is the client's fault, and is told so. */
final class RequestBody extends FilterInputStream {

  /** The body did not come whole. */
  static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1L;

    private BrokenException(IOException cause) {
      super("the body did not come whole", cause);
    }

    Problem problem() {
      Throwable cause = getCause();
      boolean slow =
          cause instanceof TimeoutException
              || cause != null && cause.getCause() instanceof TimeoutException;
      return slow
          ? new Problem(408, "too_slow", "the body did not come in time")
          : new Problem(400, "incomplete_body", "the body did not come whole");
    }
  }

  RequestBody(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw new BrokenException(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      throw new BrokenException(e);
    }
  }
}
