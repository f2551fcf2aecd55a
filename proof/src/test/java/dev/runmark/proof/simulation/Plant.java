package dev.runmark.proof.simulation;

import dev.runmark.storage.index.OffsetIndex;
import dev.runmark.storage.index.SweepIndex;
import dev.runmark.storage.objects.ObjectStore;
import java.util.Set;

/** Bugs that the product could have. Each makes a subject that has it. */
enum Plant {
  /** A commit of which any part is in the ledger is taken for done as a whole. */
  KNOWN_PART_ENDS_COMMIT(Rule.POSITIONS, Rule.EVERY_EVENT, Rule.REFUSED) {
    @Override
    Subject subject() {
      return new Subject() {
        private final PlantedIndexes indexes = new PlantedIndexes();

        @Override
        public OffsetIndex index(OffsetIndex real) {
          return indexes.endingAtKnownParts(real);
        }
      };
    }
  },
  /** The committer says that a commit is done, and makes it with the next one. */
  ACKNOWLEDGED_BEFORE_COMMIT(Rule.POSITIONS, Rule.EVERY_EVENT) {
    @Override
    Subject subject() {
      return new Subject() {
        @Override
        public OffsetIndex index(OffsetIndex real) {
          return PlantedIndexes.committingLate(real);
        }
      };
    }
  },
  /** What replaces what is decided by hi alone. */
  LO_IGNORED(Rule.NEVER_BACK, Rule.CONTENT, Rule.POSITIONS) {
    @Override
    Subject subject() {
      return new Subject() {
        @Override
        public OffsetIndex index(OffsetIndex real) {
          return PlantedIndexes.withoutLo(real);
        }
      };
    }
  },
  /** What comes later wins, by the clock of whoever wrote it. */
  CLOCK_DECIDES(Rule.POSITIONS, Rule.EVERY_EVENT, Rule.REFUSED) {
    @Override
    Subject subject() {
      return new Subject() {
        private final PlantedIndexes indexes = new PlantedIndexes();

        @Override
        public OffsetIndex index(OffsetIndex real) {
          return indexes.newestWins(real);
        }
      };
    }
  },
  /** How far the input is becomes known before the rows are in. */
  FRONTIER_FIRST(Rule.POSITIONS) {
    @Override
    Subject subject() {
      return new Subject() {
        @Override
        public OffsetIndex index(OffsetIndex real) {
          return PlantedIndexes.frontierFirst(real);
        }
      };
    }
  },
  /** Now and then the store confirms an object that it does not keep. */
  CONFIRMED_OBJECT_LOST(Rule.BYTES) {
    @Override
    Subject subject() {
      return new Subject() {
        @Override
        public ObjectStore store(ObjectStore real) {
          return new ForgetfulStore(real);
        }
      };
    }
  },
  /** The newest event of each subtask is not in its snapshot. */
  SNAPSHOT_WITHOUT_NEWEST_EVENT(Rule.POSITIONS, Rule.EVERY_EVENT) {
    @Override
    Subject subject() {
      return new Subject() {
        @Override
        public WindowTask window(WindowTask real) {
          return new LateWindowTask(real);
        }
      };
    }
  },
  /** The sweep does not see the newest part of the ledger. */
  SWEEP_BEHIND_THE_LEDGER(Rule.BYTES, Rule.UNEXPECTED) {
    @Override
    Subject subject() {
      return new Subject() {
        @Override
        public SweepIndex sweepIndex(SweepIndex real) {
          return new StaleSweepIndex(real);
        }
      };
    }
  },
  /** The sweep's floor does not leave the grace. */
  FLOOR_TOO_HIGH(Rule.REFUSED) {
    @Override
    Subject subject() {
      return new Subject() {
        @Override
        public SweepIndex sweepIndex(SweepIndex real) {
          return new ImpatientSweepIndex(real);
        }
      };
    }
  },
  /** A temporary object is left beside each rows object. */
  TEMPORARY_OBJECTS(Rule.OBJECTS) {
    @Override
    Subject subject() {
      return new Subject() {
        @Override
        public ObjectStore store(ObjectStore real) {
          return new UntidyStore(real);
        }
      };
    }
  };

  private final Set<Rule> breaks;

  Plant(Rule... breaks) {
    this.breaks = Set.of(breaks);
  }

  /** The rules that it may break first. */
  Set<Rule> breaks() {
    return breaks;
  }

  abstract Subject subject();
}
