package dev.runmark.bench.commit;

import java.io.IOException;

/**
 * Runmark's committer once more with runs that it has committed, as a replay from Kafka brings
 * them: the same events, in other parts. Each is looked for, found to be covered, and not added.
 */
final class ReplayWay implements Way {

  private final CommitWay commit;

  ReplayWay(CommitWay commit) {
    this.commit = commit;
  }

  @Override
  public String name() {
    return "Runmark, replay";
  }

  @Override
  public String table() {
    return commit.table();
  }

  @Override
  public void prepare(Batch batch) throws IOException, InterruptedException {
    commit.prepare(batch);
    commit.store();
    commit.prepare(batch);
  }

  @Override
  public void store() throws IOException, InterruptedException {
    commit.store();
  }

  @Override
  public int adds(int rows) {
    return 0;
  }

  @Override
  public void close() {
    commit.close();
  }
}
