package dev.runmark.options;

import static dev.runmark.options.OptionTypes.duration;
import static dev.runmark.options.OptionTypes.sizeBetween;
import static dev.runmark.options.OptionTypes.wholeNumber;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP API.
 *
 * @param topic that runs are sent to; empty: the first one that the job reads
 * @param tokens the file of bearer tokens; empty: everyone on this machine is the default tenant
 */
public record ApiOptions(
    Address listen,
    Optional<Path> tokens,
    boolean insecure,
    Optional<String> topic,
    Spooling spooling,
    Exchanges exchanges,
    Sending sending) {

  private static final OptionKey LISTEN =
      OptionKey.one("api.listen", "127.0.0.1:8090", "address and port of the HTTP API");
  private static final OptionKey TOKENS =
      OptionKey.one("api.tokens", "file of bearer tokens; without it loopback only");
  private static final OptionKey INSECURE =
      OptionKey.one("api.insecure", "false", "allow tokens in plain HTTP beyond the loopback");
  private static final OptionKey TOPIC =
      OptionKey.one("api.topic", "topic to send runs to; without it the first of kafka.topics");
  private static final OptionKey BODY =
      OptionKey.one("api.body", "64 MiB", "largest body of a request, decompressed");
  private static final OptionKey MEMORY =
      OptionKey.one("api.memory", "1 MiB", "bytes of a body kept in memory; the rest on disk");
  private static final OptionKey SPOOL =
      OptionKey.one(
          "api.spool", "1 GiB", "bytes on disk of all bodies together; at least twice api.body");
  private static final OptionKey REQUESTS =
      OptionKey.one("api.requests", "64", "most requests at the same time");
  private static final OptionKey IDLE =
      OptionKey.one("api.idle", "30 s", "how long a connection may be silent");
  private static final OptionKey EXCHANGE =
      OptionKey.one("api.exchange", "5 min", "how long a request and its answer may take");
  private static final OptionKey PRODUCERS =
      OptionKey.one("api.producers", "4", "most bodies that are sent to Kafka at the same time");
  private static final OptionKey DELIVERY =
      OptionKey.one("api.delivery", "30 s", "how long a record is tried to be sent for");

  public static final List<OptionKey> KEYS =
      List.of(
          LISTEN, TOKENS, INSECURE, TOPIC, BODY, MEMORY, SPOOL, REQUESTS, IDLE, EXCHANGE, PRODUCERS,
          DELIVERY);

  private static final LongFunction<Long> SIZE = Long::valueOf;
  private static final Pattern ADDRESS =
      Pattern.compile("(\\[[0-9a-fA-F:]+]|[A-Za-z0-9._-]+):(\\d{1,5})");

  /** A host, a name or an address, and a port; port 0: any that is free. */
  public record Address(String host, int port) {

    public Address {
      if (port > 65_535) {
        throw new IllegalArgumentException("wanted a port up to 65535");
      }
    }

    boolean loopback() {
      return Hosts.allLoopback(host + ":" + port);
    }

    private static Address of(String text) {
      Matcher matcher = ADDRESS.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("wanted host:port");
      }
      return new Address(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }
  }

  /**
   * Where bodies wait until they are whole.
   *
   * @param body bytes of one, decompressed
   * @param memory bytes of one that are kept in memory
   * @param disk bytes of all together on disk
   */
  public record Spooling(long body, long memory, long disk) {

    public Spooling {
      if (disk < 2 * body) {
        throw new IllegalArgumentException(
            "api.spool: "
                + disk
                + " bytes, wanted at least "
                + 2 * body
                + ": a body of api.body may lie there twice, as it came and as it is sent");
      }
    }
  }

  /** How many requests at a time, and how long each may take. */
  public record Exchanges(int requests, Duration idle, Duration whole) {}

  /** How many bodies are sent at a time, and how long is tried. */
  public record Sending(int producers, Duration delivery) {}

  public ApiOptions {
    if (!listen.loopback() && tokens.isEmpty()) {
      throw new IllegalArgumentException(
          "api.listen: " + listen.host() + " is beyond the loopback: set api.tokens");
    }
    if (!listen.loopback() && !insecure) {
      throw new IllegalArgumentException(
          "api.listen: "
              + listen.host()
              + " without TLS; listen on the loopback behind a proxy that has it, or set"
              + " api.insecure: true");
    }
  }

  public static ApiOptions from(Settings settings) {
    Address listen = settings.one(LISTEN, Address::of);
    Optional<Path> tokens = settings.find(TOKENS, Path::of);
    boolean insecure = settings.one(INSECURE, OptionTypes::flag);
    Optional<String> topic = settings.find(TOPIC, OptionTypes::topic);
    long body = settings.one(BODY, sizeBetween("1 KiB", "1 GiB", SIZE));
    long memory = settings.one(MEMORY, sizeBetween("0 B", "64 MiB", SIZE));
    long disk = settings.one(SPOOL, sizeBetween("1 MiB", "1024 GiB", SIZE));
    Spooling spooling = settings.build(() -> new Spooling(body, memory, disk));
    Exchanges exchanges =
        new Exchanges(
            settings.one(REQUESTS, wholeNumber(1, 10_000)),
            settings.one(IDLE, duration(Duration.ofMillis(100), Duration.ofMinutes(10))),
            settings.one(EXCHANGE, duration(Duration.ofMillis(500), Duration.ofHours(1))));
    Sending sending =
        new Sending(
            settings.one(PRODUCERS, wholeNumber(1, 100)),
            settings.one(DELIVERY, duration(Duration.ofSeconds(1), Duration.ofMinutes(5))));
    return settings.build(
        () -> new ApiOptions(listen, tokens, insecure, topic, spooling, exchanges, sending));
  }
}
