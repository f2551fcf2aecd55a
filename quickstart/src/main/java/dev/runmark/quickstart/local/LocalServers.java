package dev.runmark.quickstart.local;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.embedded.postgres.PostgresServer;
import dev.runmark.embedded.s3.S3Server;
import dev.runmark.quickstart.check.CheckTarget;
import dev.runmark.storage.index.Migration;
import dev.runmark.storage.index.PostgresOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Kafka, S3 and PostgreSQL, with all in them that the job needs: topics, buckets, the migrated
 * schema, a role that may write but not change it, and one that may only read.
 */
final class LocalServers implements AutoCloseable {

  static final String TOPIC = "runs";
  static final String DEAD_LETTERS = "runs-dead-letters";
  static final String DATABASE = "runmark";
  static final String SCHEMA = "runmark";
  static final String WRITER = "runmark_job";
  static final String READER = "runmark_api";
  static final String WRITER_PASSWORD = "postgres-password";
  static final String READER_PASSWORD = "postgres-reader-password";
  private static final int PARTITIONS = 4;

  /**
   * A dead letter is its record and the headers that explain it; dated by the broker: a job's clock
   * may be wrong.
   */
  private static final Map<String, String> DEAD_LETTER_TOPIC =
      Map.of("max.message.bytes", "2097152", "message.timestamp.type", "LogAppendTime");

  private static final int SECRET_BITS = 128;

  private final LocalDirectory directory;
  private final Closing closing = new Closing();
  private final PostgresServer postgres;
  private final S3Server s3;
  private final KafkaServer kafka;

  /**
   * Starts them on a directory, empty or left by an earlier start.
   *
   * @throws IOException also when another process runs there
   */
  LocalServers(LocalDirectory directory, LocalPorts ports) throws IOException {
    this.directory = directory;
    try {
      postgres = closing.add(PostgresServer.start(directory.postgres(), ports.postgres()));
      s3 = closing.add(S3Server.start(directory.s3(), ports.s3()));
      kafka = closing.add(KafkaServer.start(directory.kafka(), ports.kafka()));
      preparePostgres();
      prepareS3();
      prepareKafka();
    } catch (IOException | RuntimeException e) {
      closing.closeAfter(e);
      throw e;
    } catch (SQLException e) {
      closing.closeAfter(e);
      throw new IOException("preparing PostgreSQL: " + e.getMessage(), e);
    }
  }

  private void preparePostgres() throws IOException, SQLException {
    postgres.createDatabase(DATABASE);
    String owner = postgres.superuserPassword();
    Migration.migrate(
        new PostgresOptions(
            jdbcUrl(), postgres.superuser(), () -> owner, SCHEMA, PostgresOptions.Limits.DEFAULT));
    try (Connection connection = postgres.connect(DATABASE);
        Statement statement = connection.createStatement()) {
      prepareUser(statement, WRITER, "runmark_writer", WRITER_PASSWORD);
      prepareUser(statement, READER, "runmark_reader", READER_PASSWORD);
    }
  }

  private void prepareUser(Statement statement, String user, String role, String secret)
      throws IOException, SQLException {
    String password = new BigInteger(SECRET_BITS, new SecureRandom()).toString(36);
    directory.keep(secret, password);
    String find = "SELECT FROM pg_roles WHERE rolname = '" + user + "'";
    boolean known;
    try (ResultSet found = statement.executeQuery(find)) {
      known = found.next();
    }
    // A password made of letters and digits needs no quoting.
    statement.execute(
        (known ? "ALTER ROLE " : "CREATE ROLE ") + user + " LOGIN PASSWORD '" + password + "'");
    statement.execute("GRANT " + role + " TO " + user);
    statement.execute("ALTER ROLE " + user + " SET search_path TO " + SCHEMA);
  }

  private void prepareS3() throws IOException {
    s3.createBucket(LocalDirectory.PARTS_BUCKET);
    s3.createBucket(LocalDirectory.FLINK_BUCKET);
    directory.keep("s3-access-key", s3.accessKey());
    directory.keep("s3-secret-key", s3.secretKey());
  }

  private void prepareKafka() throws IOException {
    if (!kafka.topics().contains(TOPIC)) {
      kafka.createTopic(TOPIC, PARTITIONS, Map.of());
    }
    if (!kafka.topics().contains(DEAD_LETTERS)) {
      kafka.createTopic(DEAD_LETTERS, 1, DEAD_LETTER_TOPIC);
    }
  }

  String jdbcUrl() {
    return postgres.jdbcUrl(DATABASE);
  }

  int postgresPort() {
    return postgres.port();
  }

  S3Server s3() {
    return s3;
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** For the checker, which reads everything and writes nothing. */
  CheckTarget checkTarget() throws IOException {
    return new CheckTarget(
        new CheckTarget.Postgres(
            jdbcUrl(), postgres.superuser(), postgres.superuserPassword(), SCHEMA),
        new CheckTarget.S3(s3.endpoint(), s3.region(), s3.accessKey(), s3.secretKey()),
        new CheckTarget.Kafka(bootstrapServers(), DEAD_LETTERS));
  }

  /** A connection of the superuser, to look at the tables. */
  Connection connect() throws IOException, SQLException {
    Connection connection = postgres.connect(DATABASE);
    connection.setSchema(SCHEMA);
    return connection;
  }

  @Override
  public void close() throws IOException {
    closing.close();
  }
}
