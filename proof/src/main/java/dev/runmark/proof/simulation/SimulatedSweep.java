package dev.runmark.proof.simulation;

import dev.runmark.storage.index.InMemorySweepIndex;
import dev.runmark.storage.index.SweepIndex;
import dev.runmark.storage.objects.ObjectInventory;
import dev.runmark.storage.objects.OpenUpload;
import dev.runmark.storage.objects.StoredObject;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.sweep.Sweep;
import dev.runmark.storage.sweep.SweepPlan;
import dev.runmark.storage.sweep.SweepReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The product's sweep, whose calls fail when that is due. */
final class SimulatedSweep {

  private final World world;

  SimulatedSweep(World world) {
    this.world = world;
  }

  /** Sweeps what was opened before that moment, and longer ago than the rest. */
  boolean run(Instant before, Duration more) {
    Duration grace = Duration.between(before, world.clock().instant()).plus(more);
    SweepIndex ledger =
        world.subject().sweepIndex(new InMemorySweepIndex(world.index(), world.clock()));
    try {
      SweepReport report =
          new Sweep(new Inventory(), new Ledger(ledger), "runs")
              .run(new SweepPlan(grace, false, true), progress -> {});
      world.changed(
          "sweep: " + report.objects() + " objects, " + report.uploads() + " uploads", true);
      return report.objects() + report.uploads() > 0;
    } catch (IOException e) {
      if (!InjectedFailure.isIn(e)) {
        throw new Violation(Rule.UNEXPECTED, e.toString(), e);
      }
      world.changed("sweep failed: " + e.getMessage(), true);
      return true;
    }
  }

  private <T> T through(Effect effect, Faults.Action<T> action) throws IOException {
    return world.faults().through(effect, action);
  }

  private boolean done(Effect effect, Call call) throws IOException {
    return through(
        effect,
        () -> {
          call.run();
          return true;
        });
  }

  private interface Call {
    void run() throws IOException;
  }

  private final class Inventory implements ObjectInventory {

    @Override
    public String bucket() {
      return world.objects().bucket();
    }

    @Override
    public void objects(String prefix, PageReader<StoredObject> pages) throws IOException {
      done(Effect.LIST, () -> world.objects().objects(prefix, pages));
    }

    @Override
    public void uploads(String prefix, PageReader<OpenUpload> pages) throws IOException {
      done(Effect.LIST, () -> world.objects().uploads(prefix, pages));
    }

    @Override
    public Optional<StoredObject> head(String key) throws IOException {
      return through(Effect.HEAD, () -> world.objects().head(key));
    }

    @Override
    public void delete(List<String> keys) throws IOException {
      done(Effect.DELETE, () -> world.objects().delete(keys));
    }

    @Override
    public void abort(OpenUpload upload) throws IOException {
      done(Effect.ABORT, () -> world.objects().abort(upload));
    }
  }

  private final class Ledger implements SweepIndex {

    private final SweepIndex ledger;

    Ledger(SweepIndex ledger) {
      this.ledger = ledger;
    }

    @Override
    public Instant raiseFloor(Duration grace) throws IOException {
      return through(Effect.RAISE_FLOOR, () -> ledger.raiseFloor(grace));
    }

    @Override
    public Instant floorAfter(Duration grace) throws IOException {
      return ledger.floorAfter(grace);
    }

    @Override
    public boolean knows(PartLocation location) throws IOException {
      return ledger.knows(location);
    }

    @Override
    public List<String> newest(PartLocation location, int most) throws IOException {
      return ledger.newest(location, most);
    }

    @Override
    public Set<PartId> named(Collection<PartId> parts, @Nullable Instant floor) throws IOException {
      return through(Effect.ASK_LEDGER, () -> ledger.named(parts, floor));
    }
  }
}
