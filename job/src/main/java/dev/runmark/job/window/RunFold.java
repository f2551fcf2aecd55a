package dev.runmark.job.window;

import dev.runmark.storage.fold.MergeRule;
import dev.runmark.storage.json.MalformedJsonException;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunLine;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of one run from one source, folded as they are added in order of position.
 *
 * <p>A complete run begins afresh: what came before it in the window is covered by it. A fold that
 * would become too large is left in several lines, each of consecutive events; a reader folds them.
 */
final class RunFold {

  private final long lineSize;
  private final List<RunLine> done = new ArrayList<>(1);
  private final List<RunLine> open = new ArrayList<>();
  private long openSize;

  RunFold(long lineSize) {
    this.lineSize = lineSize;
  }

  void add(RunLine line) {
    if (line.span().lo() == 0) {
      done.clear();
      open.clear();
      openSize = 0;
    } else if (!open.isEmpty() && openSize + line.length() > lineSize) {
      // The fold could be smaller than its pieces. Who sends that much is left as it comes.
      endLine();
    }
    open.add(line);
    openSize += line.length();
  }

  /** At least one line when anything was added. */
  List<RunLine> lines() {
    if (!open.isEmpty()) {
      endLine();
    }
    return done;
  }

  private void endLine() {
    if (open.size() == 1) {
      done.add(open.get(0));
    } else {
      fold();
    }
    open.clear();
    openSize = 0;
  }

  private void fold() {
    try {
      done.add(folded());
    } catch (MalformedJsonException notFolded) {
      // What the decoder took must never stop the job here; apart, nothing of it is lost.
      done.addAll(open);
    }
  }

  private RunLine folded() {
    RunLine first = open.get(0);
    EventSpan span = first.span();
    Listing listing = first.listing();
    List<Slice> documents = new ArrayList<>(open.size());
    documents.add(document(first));
    for (RunLine next : open.subList(1, open.size())) {
      span = span.then(next.span());
      listing = listing.then(next.listing());
      documents.add(document(next));
    }
    Slice fold = MergeRule.fold(documents);
    return new RunLine(
        first.key(),
        first.trace(),
        first.source(),
        span,
        listing,
        fold.bytes(),
        fold.offset(),
        fold.length());
  }

  private static Slice document(RunLine line) {
    return new Slice(line.bytes(), line.offset(), line.length());
  }
}
