package dev.runmark.quickstart.local;

import dev.runmark.quickstart.check.CheckReport;
import dev.runmark.quickstart.check.Checker;
import dev.runmark.quickstart.check.Reading;
import dev.runmark.quickstart.generate.Delays;
import dev.runmark.quickstart.generate.LoadGenerator;
import dev.runmark.quickstart.generate.LoadOptions;
import dev.runmark.quickstart.ledger.SentRuns;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Servers, Flink, the job and the HTTP API, started together on one directory.
 *
 * <p>Its methods are for one thread; {@link #close} stops all and keeps the directory.
 */
public final class LocalSystem implements AutoCloseable {

  private static final String COUNTS =
      """
      SELECT (SELECT count(*) FROM runs), count(*), coalesce(sum(lines), 0),
             coalesce(sum(length), 0) FROM parts""";

  private static final String LAST_POSITIONS =
      """
      SELECT coalesce(sum(last), 0)
      FROM (SELECT max(hi) AS last FROM lines GROUP BY tenant, run_id, source) ends""";

  /** At a rate, late patches come when the trace was written: 10 s after its last event. */
  private static final Delays DELAYS =
      new Delays(Duration.ofMillis(1500), Duration.ofSeconds(20), Duration.ofSeconds(15));

  private final LocalDirectory directory;
  private final Closing closing = new Closing();
  private final LocalServers servers;
  private final LocalFlink flink;
  private final LocalApi api;
  private final Connection index;
  private final Admin kafka;

  /**
   * Starts everything; when it returns, the job runs and the API serves.
   *
   * @throws IOException naming what could not be started
   */
  public LocalSystem(LocalDirectory directory, LocalPorts ports) throws IOException {
    this.directory = directory;
    try {
      directory.create();
      servers = closing.add(new LocalServers(directory, ports));
      JobOptionsFile.write(directory, servers, ports.api());
      flink = closing.add(LocalFlink.start(directory, servers, ports.ui()));
      api = closing.add(LocalApi.start(directory));
      index = closing.add(servers.connect());
      kafka =
          closing.add(
              Admin.create(
                  Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers.bootstrapServers())));
    } catch (IOException | RuntimeException e) {
      closing.closeAfter(e);
      throw e;
    } catch (SQLException e) {
      closing.closeAfter(e);
      throw new IOException("connecting to PostgreSQL: " + e.getMessage(), e);
    }
  }

  public LocalDirectory directory() {
    return directory;
  }

  public URI ui() {
    return flink.ui();
  }

  public URI api() {
    return api.address();
  }

  public URI s3() {
    return servers.s3().endpoint();
  }

  public String kafka() {
    return servers.bootstrapServers();
  }

  public int postgresPort() {
    return servers.postgresPort();
  }

  /**
   * Begins to send runs; their ledger lies in the directory, where {@link
   * LocalDirectory#beginSending} comes first.
   */
  public LoadGenerator load(long runs, double rate) throws IOException {
    LoadOptions options =
        LoadOptions.of(servers.bootstrapServers(), LocalServers.TOPIC, runs)
            .withRate(rate)
            .withDelays(DELAYS);
    return LoadGenerator.start(options, directory.ledger());
  }

  /**
   * What is stored now.
   *
   * @throws IOException also when the job has ended
   */
  public StoredCounts stored() throws IOException {
    try (Statement statement = index.createStatement();
        ResultSet row = statement.executeQuery(COUNTS)) {
      flink.requireAlive();
      row.next();
      return new StoredCounts(
          row.getLong(1),
          row.getLong(2),
          row.getLong(3),
          row.getLong(4),
          rejected(),
          flink.openTraces(),
          flink.checkpoint());
    } catch (SQLException e) {
      throw new IOException("counting what is stored: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("counting what is stored: interrupted", e);
    }
  }

  /**
   * The sum of the last positions of all runs; that of what was sent when all of it is stored, less
   * before.
   */
  public long lastPositions() throws IOException {
    try (Statement statement = index.createStatement();
        ResultSet row = statement.executeQuery(LAST_POSITIONS)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IOException("looking how far all is stored: " + e.getMessage(), e);
    }
  }

  private long rejected() throws IOException, InterruptedException {
    TopicPartition partition = new TopicPartition(LocalServers.DEAD_LETTERS, 0);
    try {
      return kafka
          .listOffsets(Map.of(partition, OffsetSpec.latest()))
          .partitionResult(partition)
          .get()
          .offset();
    } catch (ExecutionException e) {
      throw new IOException("counting dead letters: " + e.getCause(), e);
    }
  }

  /** Reads everything back that was ever sent here. */
  public CheckReport check() throws IOException {
    return Checker.check(servers.checkTarget(), directory.ledger(), Reading.ONCE);
  }

  /** Reads a sample back through the library and over HTTP. */
  public SameAnswers.Report compareAnswers() throws IOException {
    return api.compare(SentRuns.read(directory.ledger()));
  }

  /**
   * A run, the root of a trace of several where there is one, and where its first line lies; for
   * the examples of the guide.
   */
  public Example example() throws IOException {
    String sql =
        """
        SELECT l.run_id, l.trace_id, s3_key, start_offset, end_offset - start_offset, line_offset,
               line_length
        FROM lines l LEFT JOIN traces t ON t.root_id = l.run_id
        ORDER BY least(coalesce(t.runs, 0), 5) DESC, part_id, start_offset, line_offset LIMIT 1""";
    try (Statement statement = index.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return new Example(
          row.getString(1),
          row.getString(2),
          directory.parts().resolve(row.getString(3)).toString(),
          row.getLong(4),
          row.getLong(5),
          row.getLong(6),
          row.getLong(7));
    } catch (SQLException e) {
      throw new IOException("looking for a run: " + e.getMessage(), e);
    }
  }

  /**
   * Where a line lies.
   *
   * @param file the part
   */
  public record Example(
      String run,
      String trace,
      String file,
      long start,
      long length,
      long lineOffset,
      long lineLength) {}

  @Override
  public void close() throws IOException {
    closing.close();
  }
}
