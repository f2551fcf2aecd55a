package dev.runmark.bench.read;

import dev.runmark.options.ReaderOptions;
import dev.runmark.reader.RunmarkReader;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.index.PostgresOptions;
import dev.runmark.storage.objects.S3Options;
import java.util.UUID;

/** The library in this JVM, as an application has it. */
final class LibraryRead implements PointRead {

  private final RunmarkReader reader;

  LibraryRead(PostgresOptions postgres, S3Options s3, ReaderOptions options) {
    reader = RunmarkReader.open(postgres, s3, options);
  }

  @Override
  public byte[] read(UUID run) throws ReadException {
    return reader.find("default", run).orElseThrow().document().toByteArray();
  }

  @Override
  public void close() {
    reader.close();
  }
}
