package dev.runmark.storage.part;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Complete zstd frames that state their decoded size (a reader refuses a bomb before it decodes)
 * and carry zstd's own checksum for those who read the file with other tools.
 */
final class ZstdCodec implements FrameCodec {

  private static final int CHUNK = 64 * 1024;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final int level;
  private final ZstdCompressCtx context = new ZstdCompressCtx();
  private final ByteBuffer compressed = ByteBuffer.allocate(CHUNK);
  private long length;

  ZstdCodec(int level) {
    this.level = level;
  }

  @Override
  public void begin(long size, FrameOutput out) {
    // A frame that was given up half-way is still in the context.
    context.reset();
    context.setLevel(level).setChecksum(true).setContentSize(true);
    context.setPledgedSrcSize(size);
    length = 0;
  }

  @Override
  public void add(byte[] bytes, int offset, int count, FrameOutput out) throws IOException {
    ByteBuffer source = ByteBuffer.wrap(bytes, offset, count);
    while (source.hasRemaining()) {
      context.compressByteBufferStream(compressed, source, EndDirective.CONTINUE);
      drain(out);
    }
  }

  @Override
  public long end(FrameOutput out) throws IOException {
    boolean ended;
    do {
      ended = context.compressByteBufferStream(compressed, NOTHING, EndDirective.END);
      drain(out);
    } while (!ended);
    return length;
  }

  private void drain(FrameOutput out) throws IOException {
    out.write(compressed.array(), 0, compressed.position());
    length += compressed.position();
    compressed.clear();
  }

  @Override
  public void close() {
    context.close();
  }
}
