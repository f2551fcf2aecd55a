package dev.runmark.options;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How Kafka is reached.
 *
 * @param bootstrapServers {@code host:port}, at least one
 * @param properties further client properties as Kafka names them
 * @param secrets client properties that are secret, by reference
 * @param insecure whether talk without TLS is allowed beyond the loopback
 */
public record KafkaClientOptions(
    List<String> bootstrapServers,
    Map<String, String> properties,
    Map<String, Secret> secrets,
    boolean insecure)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Where runs come from; also where they are sent. */
  public static final OptionKey TOPICS = OptionKey.list("kafka.topics", "topics to read");

  private static final OptionKey SERVERS =
      OptionKey.list("kafka.bootstrap-servers", "host:port of some brokers");
  private static final OptionKey PROPERTIES =
      OptionKey.map(
          "kafka.properties", "client properties as Kafka names them; secrets as env: or file:");
  private static final OptionKey INSECURE =
      OptionKey.one("kafka.insecure", "false", "allow brokers without TLS beyond the loopback");

  public static final List<OptionKey> KEYS = List.of(SERVERS, PROPERTIES, INSECURE);

  /** What the job itself decides, since its guarantees rest on it. */
  private static final Set<String> OURS =
      Set.of(
          "acks",
          "auto.offset.reset",
          "bootstrap.servers",
          "enable.auto.commit",
          "enable.idempotence",
          "group.id",
          "isolation.level",
          "key.deserializer",
          "key.serializer",
          // All events of a run lie in one partition: the one of their key, as every client has it.
          "partitioner.class",
          "partitioner.ignore.keys",
          "transactional.id",
          "value.deserializer",
          "value.serializer");

  /** Where a token is fetched, or what a claim in it is called, is none. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(?!.*\\.(url|uri|name)$).*(password|secret|token|jaas\\.config|keystore\\.key).*");

  private static final Pattern SERVER =
      Pattern.compile("(\\[[0-9a-fA-F:]+]|[A-Za-z0-9._-]+):\\d{1,5}");

  public KafkaClientOptions {
    bootstrapServers = List.copyOf(bootstrapServers);
    // Serializable copies in a fixed order; Map.copyOf has neither a stable order nor a name.
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    secrets = Collections.unmodifiableMap(new TreeMap<>(secrets));
    if (!insecure && !tls(properties) && !Hosts.allLoopback(String.join(",", bootstrapServers))) {
      throw new IllegalArgumentException(
          "kafka.bootstrap-servers: "
              + String.join(", ", bootstrapServers)
              + " without TLS; set kafka.properties.security.protocol to SSL or SASL_SSL,"
              + " or kafka.insecure: true");
    }
  }

  private static boolean tls(Map<String, String> properties) {
    return properties.getOrDefault("security.protocol", "PLAINTEXT").endsWith("SSL");
  }

  /** The properties with their secrets resolved: only for the process that makes the client. */
  public Properties resolved() {
    Properties resolved = new Properties();
    properties.forEach(resolved::setProperty);
    secrets.forEach((name, secret) -> resolved.setProperty(name, secret.resolve()));
    resolved.setProperty("bootstrap.servers", String.join(",", bootstrapServers));
    return resolved;
  }

  public static KafkaClientOptions from(Settings settings) {
    Map<String, String> properties = new TreeMap<>();
    Map<String, Secret> secrets = new TreeMap<>();
    settings
        .map(PROPERTIES)
        .forEach(
            (name, setting) -> {
              String text = setting.values().get(0);
              if (OURS.contains(name)) {
                throw setting.refused("the job decides this one itself");
              }
              if (SECRET.matcher(name).matches() || Secret.isReference(text)) {
                secrets.put(name, setting.secret());
              } else {
                properties.put(name, text);
              }
            });
    List<String> servers = settings.list(SERVERS, KafkaClientOptions::server);
    boolean insecure = settings.one(INSECURE, OptionTypes::flag);
    return settings.build(() -> new KafkaClientOptions(servers, properties, secrets, insecure));
  }

  private static String server(String text) {
    if (!SERVER.matcher(text).matches()) {
      throw new IllegalArgumentException("wanted host:port");
    }
    return text;
  }
}
