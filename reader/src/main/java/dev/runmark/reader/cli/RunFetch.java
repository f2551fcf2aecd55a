package dev.runmark.reader.cli;

import dev.runmark.reader.FoundRuns;
import dev.runmark.reader.RunmarkReader;
import dev.runmark.reader.fetch.RunStream;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.read.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Model.CommandSpec;

/** Gets runs by their ids, many by one statement, and tells of each id that gives none. */
final class RunFetch {

  private final CommandSpec command;
  private final RunmarkReader reader;
  private final String tenant;
  private final Output out;
  private final List<UUID> batch = new ArrayList<>();
  private int code = Exit.DONE;

  RunFetch(CommandSpec command, RunmarkReader reader, String tenant) {
    this.command = command;
    this.reader = reader;
    this.tenant = tenant;
    this.out = new Output(command);
  }

  /**
   * Takes an id, and gets the runs when they are enough.
   *
   * @param where it stood, to be told when it is none
   */
  void take(String text, String where) throws ReadException {
    UUID id = IdWord.parse(text);
    if (id == null) {
      Exit.say(command, where + "'" + text + "' is no id: wanted a UUID");
      code = Exit.REFUSED;
      return;
    }
    batch.add(id);
    if (batch.size() == RunmarkReader.MOST_IDS) {
      fetch();
    }
  }

  /** Gets the rest; how it ended. */
  int finish() throws ReadException {
    fetch();
    return code;
  }

  private void fetch() throws ReadException {
    FoundRuns found = reader.findAll(tenant, batch);
    batch.clear();
    RunStream documents = reader.read(found.runs());
    for (Optional<StoredRun> run = documents.next(); run.isPresent(); run = documents.next()) {
      out.document(run.get());
      if (!run.get().created()) {
        Exit.say(command, run.get().key().run() + ": only patches of it are known so far");
      }
    }
    for (UUID absent : found.absent()) {
      Exit.say(command, "there is no run " + absent);
      code = Math.max(code, Exit.NOT_FOUND);
    }
  }
}
