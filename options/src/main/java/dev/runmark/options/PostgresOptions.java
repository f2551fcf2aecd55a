package dev.runmark.options;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The database of the offset index.
 *
 * @param url a JDBC URL without user and password
 * @param schema the schema that holds the tables
 * @param insecure whether talk without TLS is allowed beyond the loopback
 */
public record PostgresOptions(
    String url, String user, Secret password, String schema, boolean insecure)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final OptionKey URL =
      OptionKey.one("postgres.url", "jdbc:postgresql://host[:port]/database?sslmode=verify-full");
  private static final OptionKey USER = OptionKey.one("postgres.user", "role that writes; no DDL");
  private static final OptionKey PASSWORD =
      OptionKey.one("postgres.password", "env: or file: of the role's password");
  private static final OptionKey SCHEMA =
      OptionKey.one("postgres.schema", "runmark", "schema that holds the tables");
  private static final OptionKey INSECURE =
      OptionKey.one("postgres.insecure", "false", "allow no TLS beyond the loopback");

  public static final List<OptionKey> KEYS = List.of(URL, USER, PASSWORD, SCHEMA, INSECURE);

  private static final Pattern GRAMMAR =
      Pattern.compile("jdbc:postgresql://([A-Za-z0-9.:,_\\[\\]-]+)/([A-Za-z0-9_-]+)(?:\\?(.*))?");
  private static final Pattern SCHEMA_NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
  private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,62}");

  /**
   * What a URL may say. The index sets its own timeouts; the rest of pgjdbc's properties can load
   * classes, name secrets or change what a commit means.
   */
  private static final Set<String> ALLOWED =
      Set.of(
          "sslmode",
          "sslrootcert",
          "sslnegotiation",
          "channelBinding",
          "targetServerType",
          "hostRecheckSeconds",
          "loadBalanceHosts");

  private static final Set<String> ENCRYPTED = Set.of("require", "verify-ca", "verify-full");

  public PostgresOptions {
    Matcher matcher = GRAMMAR.matcher(url);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "postgres.url: wanted jdbc:postgresql://host[:port]/database[?option=value]");
    }
    Map<String, String> given = given(matcher.group(3) == null ? "" : matcher.group(3));
    given.keySet().forEach(PostgresOptions::refuseUnknown);
    boolean encrypted = ENCRYPTED.contains(given.getOrDefault("sslmode", "prefer"));
    if (!encrypted && !insecure && !Hosts.allLoopback(matcher.group(1))) {
      throw new IllegalArgumentException(
          "postgres.url: "
              + matcher.group(1)
              + " without TLS; add sslmode=verify-full, or set postgres.insecure: true");
    }
  }

  public static PostgresOptions from(Settings settings) {
    String url = settings.one(URL, text -> text);
    String user = settings.one(USER, PostgresOptions::role);
    Secret password = settings.secret(PASSWORD).orElseThrow(() -> settings.missing(PASSWORD));
    String schema = settings.one(SCHEMA, PostgresOptions::schemaName);
    boolean insecure = settings.one(INSECURE, OptionTypes::flag);
    return settings.build(() -> new PostgresOptions(url, user, password, schema, insecure));
  }

  private static Map<String, String> given(String query) {
    Map<String, String> given = new LinkedHashMap<>();
    Arrays.stream(query.split("&", -1))
        .filter(pair -> !pair.isEmpty())
        .map(pair -> pair.split("=", 2))
        .forEach(
            pair -> {
              if (given.put(pair[0], pair.length > 1 ? pair[1] : "") != null) {
                throw new IllegalArgumentException(
                    "postgres.url: the option " + pair[0] + " stands twice");
              }
            });
    return given;
  }

  private static void refuseUnknown(String option) {
    if (option.equals("user") || option.equals("password")) {
      throw new IllegalArgumentException(
          "postgres.url: no " + option + " in the URL; use postgres." + option);
    }
    if (!ALLOWED.contains(option)) {
      throw new IllegalArgumentException(
          "postgres.url: the option "
              + option
              + " is not allowed; allowed are "
              + String.join(", ", new TreeSet<>(ALLOWED)));
    }
  }

  private static String schemaName(String text) {
    if (!SCHEMA_NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("wanted lower-case letters, digits and '_', at most 63");
    }
    return text;
  }

  private static String role(String text) {
    if (!ROLE.matcher(text).matches()) {
      throw new IllegalArgumentException("wanted the name of a role");
    }
    return text;
  }

  /** The URL may come from a careless hand: only what the constructor accepted is shown. */
  @Override
  public String toString() {
    return "PostgresOptions[" + url + " as " + user + "]";
  }
}
