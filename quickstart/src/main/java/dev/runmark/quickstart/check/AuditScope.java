package dev.runmark.quickstart.check;

import dev.runmark.quickstart.check.topic.Limits;
import dev.runmark.quickstart.check.topic.Tenants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What an audit looks at, beside what it always does.
 *
 * @param bucket and {@code prefix}: where the parts lie
 * @param sample about how many runs to look at; 0: all
 * @param reading whether the job ever read anything again
 * @param stopped whether the job has ended with a drain and a sweep without grace has run
 * @param oldTransaction how old a transaction on the database may be
 * @param searched files and directories that are searched for canaries
 * @param canaries that must stand nowhere there
 */
public record AuditScope(
    Limits limits,
    Tenants tenants,
    String bucket,
    String prefix,
    long sample,
    Reading reading,
    boolean stopped,
    Duration oldTransaction,
    List<Path> searched,
    List<String> canaries) {

  /** How old a transaction may be, where nobody says otherwise. */
  public static final Duration OLD = Duration.ofSeconds(60);

  public AuditScope {
    searched = List.copyOf(searched);
    canaries = List.copyOf(canaries);
    if (sample < 0) {
      throw new IllegalArgumentException("sample " + sample + ": wanted 1 or more");
    }
  }

  /** All runs of a job that may be running. */
  public static AuditScope of(Limits limits, Tenants tenants, String bucket, String prefix) {
    return new AuditScope(
        limits, tenants, bucket, prefix, 0, Reading.AGAIN, false, OLD, List.of(), List.of());
  }
}
