package dev.runmark.bench.read;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.runmark.bench.servers.IndexSchema;
import dev.runmark.bench.servers.PostgresAccess;
import dev.runmark.bench.servers.S3Access;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.FrameDecoder;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The floor: the two calls that any read is made of, as one would write them by hand for this index
 * and nothing else. A prepared statement for runs of one line, over a pool as large as the
 * library's; a range GET by the SDK, on the same HTTP client, into an array of the right size; the
 * frame decoded by the same decoder. It checks nothing of what comes back: no range, no CRC, no id.
 * It has no time-outs and no second try, and reads as the tables' owner.
 */
final class FloorRead implements PointRead {

  /** Enough for every client of a benchmark. */
  static final int HTTP_CONNECTIONS = 64;

  private static final int LARGEST_FRAME = 128 << 20;

  private final String select;
  private final HikariDataSource pool;
  private final S3Client s3;

  /**
   * @param connections to PostgreSQL at most
   */
  FloorRead(IndexSchema index, S3Access access, int connections) {
    select =
        "SELECT p.key, p.compression, r.start_offset, r.length, r.line_offset, r.line_length FROM "
            + index.name()
            + ".runs r JOIN "
            + index.name()
            + ".parts p ON p.part = r.part WHERE r.tenant = (SELECT tenant FROM "
            + index.name()
            + ".tenants WHERE name = 'default') AND r.run = ? AND r.lines = 1";
    pool = pool(index.owner(), connections);
    s3 = client(access);
  }

  private static HikariDataSource pool(PostgresAccess access, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(access.url());
    config.setUsername(access.user());
    config.setPassword(access.password());
    config.setMaximumPoolSize(connections);
    return new HikariDataSource(config);
  }

  private static S3Client client(S3Access access) {
    return S3Client.builder()
        .endpointOverride(access.endpoint())
        .region(Region.of(access.region()))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(access.accessKey(), access.secretKey())))
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .httpClientBuilder(Apache5HttpClient.builder().maxConnections(HTTP_CONNECTIONS))
        .build();
  }

  private record Place(
      String key, int compression, long start, int length, int lineOffset, int lineLength) {}

  @Override
  public byte[] read(UUID run) throws SQLException, IOException {
    Place place = place(run);
    byte[] frame = frame(place);
    Compression compression = Compression.ofCode(place.compression);
    byte[] decoded = FrameDecoder.decode(compression, frame, LARGEST_FRAME);
    return Arrays.copyOfRange(decoded, place.lineOffset, place.lineOffset + place.lineLength);
  }

  private Place place(UUID run) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(select)) {
      statement.setObject(1, run);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Place(
            row.getString(1),
            row.getInt(2),
            row.getLong(3),
            row.getInt(4),
            row.getInt(5),
            row.getInt(6));
      }
    }
  }

  private byte[] frame(Place place) throws IOException {
    String range = "bytes=" + place.start + "-" + (place.start + place.length - 1);
    byte[] frame = new byte[place.length];
    try (ResponseInputStream<GetObjectResponse> body =
        s3.getObject(get -> get.bucket(S3Access.BUCKET).key(place.key).range(range))) {
      body.readNBytes(frame, 0, frame.length);
    }
    return frame;
  }

  @Override
  public void close() {
    pool.close();
    s3.close();
  }
}
