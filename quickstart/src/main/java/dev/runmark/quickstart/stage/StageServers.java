package dev.runmark.quickstart.stage;

import dev.runmark.quickstart.check.CheckTarget;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Servers that scenes share, as they are reached directly.
 *
 * @param directory for what scenes write beside them
 * @param kafka bootstrap servers
 * @param job how the job reaches them: in the same way, or by way of proxies
 */
public record StageServers(
    Path directory, String kafka, Objects s3, Login postgres, Addresses job) {

  /**
   * Where there are three servers.
   *
   * @param kafka bootstrap servers
   * @param postgres host and port
   */
  public record Addresses(String kafka, URI s3, String postgres) {}

  /** S3 for one who may do all. */
  public record Objects(URI endpoint, String region, String accessKey, String secretKey) {

    CheckTarget.S3 target() {
      return new CheckTarget.S3(endpoint, region, accessKey, secretKey);
    }

    /** Hides the keys. */
    @Override
    public String toString() {
      return "Objects[" + endpoint + ", " + region + "]";
    }
  }

  /**
   * PostgreSQL for one who may do all.
   *
   * @param address host and port
   */
  public record Login(String address, String user, String password) {

    public String url(String database) {
      return "jdbc:postgresql://" + address + "/" + database;
    }

    public Connection connect(String database) throws SQLException {
      return DriverManager.getConnection(url(database), user, password);
    }

    /** Hides the password. */
    @Override
    public String toString() {
      return "Login[" + address + ", " + user + "]";
    }
  }
}
