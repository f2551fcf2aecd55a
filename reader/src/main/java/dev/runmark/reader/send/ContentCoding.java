package dev.runmark.reader.send;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;

/** How the bytes of a body are compressed. */
public enum ContentCoding {
  IDENTITY {
    @Override
    InputStream decoded(InputStream body) {
      return body;
    }
  },
  GZIP {
    @Override
    InputStream decoded(InputStream body) throws IOException {
      return new GzipMembers(body, BUFFER);
    }
  },
  ZSTD {
    @Override
    InputStream decoded(InputStream body) throws IOException {
      return new ZstdInputStreamNoFinalizer(body).setLongMax(LARGEST_WINDOW);
    }
  };

  private static final int BUFFER = 16 << 10;

  /** 8 MiB, what RFC 8878 asks of every decoder: a frame may ask for gigabytes. */
  private static final int LARGEST_WINDOW = 23;

  abstract InputStream decoded(InputStream body) throws IOException;
}
