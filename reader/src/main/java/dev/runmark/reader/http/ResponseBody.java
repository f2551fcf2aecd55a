package dev.runmark.reader.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;

/**
 * The bytes of an answer: when the client takes no more of them, that is no fault of the server.
 */
final class ResponseBody extends FilterOutputStream {

  /** The client went away, or did not read in time. */
  static final class GoneException extends IOException {
    private static final long serialVersionUID = 1L;

    private GoneException(IOException cause) {
      super("the client took no more of the answer", cause);
    }
  }

  ResponseBody(OutputStream out) {
    super(out);
  }

  /** All of an answer's bytes, with its head in one packet where they fit. */
  static void whole(Content.Sink response, byte[] body) throws GoneException {
    try {
      Content.Sink.write(response, true, ByteBuffer.wrap(body));
    } catch (IOException e) {
      throw new GoneException(e);
    }
  }

  @Override
  public void write(int next) throws IOException {
    write(new byte[] {(byte) next}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw new GoneException(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw new GoneException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      throw new GoneException(e);
    }
  }
}
