package dev.runmark.storage.sweep;

import dev.runmark.storage.index.SweepIndex;
import dev.runmark.storage.objects.ObjectInventory;
import dev.runmark.storage.objects.OpenUpload;
import dev.runmark.storage.objects.StoredObject;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartKey;
import dev.runmark.storage.part.PartLocation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Removes what crashes, aborted checkpoints and forgotten savepoints leave in the bucket: parts,
 * rows objects and uploads that no ledger row names, and that none ever will.
 *
 * <p>The order is everything. First the floor is raised and committed: from then on no part below
 * it can enter the ledger. Only then is a page listed, the ledger asked, and what it does not name
 * removed. Broken off anywhere, a sweep leaves nothing half done that the next one would not do.
 * Before all of it the newest parts of the ledger are looked for, since an index and a bucket that
 * do not belong together would have every part removed.
 *
 * <p>What may go: a key that the writer itself would have made, opened before the floor by its id,
 * and last modified before it by the store's clock, so that a writer whose clock is wrong loses
 * nothing. Open uploads likewise, also those of committed parts: a part in the ledger is complete,
 * and what is still open under its key was begun twice.
 *
 * <p>Made for one run, by one thread.
 */
public final class Sweep {

  /** Parts of the ledger that are looked at before any object goes. */
  private static final int NEWEST = 5;

  private final ObjectInventory store;
  private final SweepIndex ledger;
  private final PartLocation location;

  /**
   * @param prefix of the parts, as {@link PartLocation} has it
   */
  public Sweep(ObjectInventory store, SweepIndex ledger, String prefix) {
    this.store = store;
    this.ledger = ledger;
    this.location = new PartLocation(store.bucket(), prefix);
  }

  /**
   * Sweeps once.
   *
   * @param progress told after each page
   * @throws IOException when it could not be finished; what was removed is gone, and running it
   *     again is safe
   */
  public SweepReport run(SweepPlan plan, Consumer<SweepReport> progress) throws IOException {
    if (!plan.dryRun()) {
      refuseAnotherIndex(plan.emptyLedger());
      refuseAnotherBucket();
    }
    Instant floor =
        plan.dryRun() ? ledger.floorAfter(plan.grace()) : ledger.raiseFloor(plan.grace());
    Pages pages = new Pages(floor, plan.dryRun(), progress);
    store.objects(location.folders(), pages::objects);
    store.uploads(location.folders(), pages::uploads);
    return pages.counts.report();
  }

  private void refuseAnotherIndex(boolean emptyLedger) throws IOException {
    if (!emptyLedger && !ledger.knows(location)) {
      throw new IOException(
          what()
              + ": the ledger has no part there, so every one would go;"
              + " is this the index of that bucket and prefix? If it is, pass --empty-ledger");
    }
  }

  /** One of the same name at another endpoint has other parts, or those of another index. */
  private void refuseAnotherBucket() throws IOException {
    for (String key : ledger.newest(location, NEWEST)) {
      if (store.head(key).isEmpty()) {
        throw new IOException(
            what()
                + ": the ledger has the part "
                + key
                + ", which is not there; is this the bucket of that index? If it is, the part is"
                + " lost: find out why before anything else goes");
      }
    }
  }

  private String what() {
    return "sweep " + location.folders() + "… in bucket " + location.bucket();
  }

  /** One object that may go, if the ledger does not name its part. */
  private record Candidate(StoredObject object, PartKey key) {}

  private final class Pages {
    private final Instant floor;
    private final boolean dryRun;
    private final Consumer<SweepReport> progress;
    private final SweepCounts counts;

    Pages(Instant floor, boolean dryRun, Consumer<SweepReport> progress) {
      this.floor = floor;
      this.dryRun = dryRun;
      this.progress = progress;
      this.counts = new SweepCounts(floor);
    }

    void objects(List<StoredObject> page) throws IOException {
      List<Candidate> candidates = new ArrayList<>();
      for (StoredObject object : page) {
        ofOurs(object.key(), object.lastModified())
            .ifPresent(key -> candidates.add(new Candidate(object, key)));
      }
      remove(withoutNamed(candidates));
      progress.accept(counts.report());
    }

    /** Ours, and older than the floor by both clocks. */
    private Optional<PartKey> ofOurs(String key, Instant lastModified) {
      Optional<PartKey> parsed = location.parse(key);
      if (parsed.isEmpty()) {
        counts.foreign();
        return parsed;
      }
      boolean old = parsed.get().part().openedAt().isBefore(floor) && lastModified.isBefore(floor);
      if (!old) {
        counts.young();
        return Optional.empty();
      }
      return parsed;
    }

    private List<Candidate> withoutNamed(List<Candidate> candidates) throws IOException {
      if (candidates.isEmpty()) {
        return candidates;
      }
      Set<PartId> parts = candidates.stream().map(c -> c.key.part()).collect(Collectors.toSet());
      Set<PartId> named = named(parts);
      List<Candidate> doomed =
          candidates.stream().filter(c -> !named.contains(c.key.part())).toList();
      counts.named(candidates.size() - doomed.size());
      return doomed;
    }

    private Set<PartId> named(Collection<PartId> parts) throws IOException {
      return ledger.named(parts, dryRun ? null : floor);
    }

    private void remove(List<Candidate> doomed) throws IOException {
      if (!dryRun && !doomed.isEmpty()) {
        store.delete(doomed.stream().map(c -> c.object.key()).toList());
      }
      doomed.forEach(c -> counts.removed(c.key.rows(), c.object.length()));
    }

    void uploads(List<OpenUpload> page) throws IOException {
      for (OpenUpload upload : page) {
        if (ofOurs(upload.key(), upload.initiated()).isPresent()) {
          if (!dryRun) {
            store.abort(upload);
          }
          counts.dropped();
        }
      }
      progress.accept(counts.report());
    }
  }
}
