package dev.runmark.bench.commit;

import dev.runmark.bench.load.PartLoader;
import dev.runmark.bench.servers.IndexSchema;
import dev.runmark.storage.index.PartCommit;
import dev.runmark.storage.index.PostgresOffsetIndex;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.RunLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runmark's committer, from the rows as the writer has them to the end of its transaction: names
 * resolved, ledger, COPY, new runs told from known ones, outcome recorded.
 */
final class CommitWay implements Way {

  static final String NAME = "Runmark commit";

  /** As in a part of 64 MB of runs of 1 KB. */
  private static final int ROWS_A_PART = 50_000;

  private final IndexSchema schema;
  private final PostgresOffsetIndex index;
  private @Nullable PartCommit prepared;

  CommitWay(IndexSchema schema) {
    this.schema = schema;
    this.index = new PostgresOffsetIndex(schema.writing());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String table() {
    return schema.name() + ".runs";
  }

  @Override
  public void prepare(Batch batch) throws IOException {
    List<List<RunLine>> parts = new ArrayList<>();
    for (int from = 0; from < batch.lines().size(); from += ROWS_A_PART) {
      parts.add(batch.lines().subList(from, Math.min(batch.lines().size(), from + ROWS_A_PART)));
    }
    prepared = PartLoader.rowsAlone(new PartLocation("runs", "runs"), Compression.NONE, parts);
  }

  @Override
  public void store() throws IOException, InterruptedException {
    if (prepared == null) {
      throw new IllegalStateException("commit: nothing was prepared");
    }
    index.commit(prepared);
  }

  @Override
  public void close() {
    index.close();
  }
}
