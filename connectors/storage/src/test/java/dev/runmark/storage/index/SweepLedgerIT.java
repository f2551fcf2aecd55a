package dev.runmark.storage.index;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class SweepLedgerIT extends SweepIndexContract {

  private static IndexDatabase database;

  private PostgresOffsetIndex index;
  private SweepLedger ledger;

  @BeforeAll
  static void migrate() throws Exception {
    database = IndexDatabase.create();
  }

  @BeforeEach
  void open() throws Exception {
    database.clear();
    index = new PostgresOffsetIndex(database.writer());
    ledger = new SweepLedger(database.owner());
  }

  @AfterEach
  void close() {
    index.close();
    ledger.close();
  }

  @Override
  OffsetIndex committer() {
    return index;
  }

  @Override
  SweepIndex sweep() {
    return ledger;
  }
}
