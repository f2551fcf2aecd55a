package dev.runmark.job.status;

import dev.runmark.job.rejected.RejectedCount;
import dev.runmark.storage.index.CommittedPart;
import dev.runmark.storage.index.IndexTotals;
import dev.runmark.storage.index.LedgerTotals;
import dev.runmark.storage.index.RecordedGap;
import dev.runmark.storage.sweep.SweepReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look at a job.
 *
 * @param folded whether positions were brought up to date first; a reader's role may not
 * @param brokersAway why the brokers could not be asked; null when they could
 * @param orphans what no ledger row names, parts that are being written included; null when nobody
 *     asked for it
 */
public record Status(
    LedgerTotals ledger,
    IndexTotals index,
    List<CommittedPart> last,
    List<SourceStatus> sources,
    boolean folded,
    @Nullable String brokersAway,
    List<RecordedGap> gaps,
    List<RejectedCount> rejected,
    @Nullable SweepReport orphans) {

  /** Bytes of index a run, 0 without runs. */
  public double indexBytesOfARun() {
    return index.runs() == 0 ? 0 : (double) index.bytes() / index.runs();
  }

  /** Bytes on S3 a run, rows objects included; 0 without runs. */
  public double storedBytesOfARun() {
    return index.runs() == 0 ? 0 : (double) (ledger.bytes() + ledger.rowsBytes()) / index.runs();
  }
}
