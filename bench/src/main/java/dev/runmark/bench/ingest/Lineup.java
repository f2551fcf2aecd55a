package dev.runmark.bench.ingest;

import dev.runmark.bench.flink.S3Plugin;
import dev.runmark.storage.part.Compression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who passes over a topic, by the names that reports have.
 *
 * @param parallelism of all of them
 */
record Lineup(IngestPlan plan, Target target, LoadedTopic topic, int parallelism) {

  /** New ones for a round, in its order: every other round it is turned around. */
  Map<String, Pipeline> ofRound(int round) {
    // Rounds before the first have numbers that no name may hold.
    String pass = topic.name().replace("runs-", "") + "-" + parallelism;
    pass += "-" + (round + plan.warmUps());
    Map<String, Pipeline> all = peers(pass);
    for (Compression compression : plan.compressions()) {
      for (Window window : plan.windows()) {
        all.put(
            "Runmark, " + compression.name().toLowerCase(Locale.ROOT) + window.suffix(),
            new RunmarkPipeline(target, topic, new RunmarkPlan(compression, window), pass));
      }
    }
    List<String> order = new ArrayList<>(all.keySet());
    if (Math.floorMod(round, 2) == 0) {
      Collections.reverse(order);
    }
    Map<String, Pipeline> ordered = new LinkedHashMap<>();
    order.forEach(name -> ordered.put(name, all.get(name)));
    return ordered;
  }

  private Map<String, Pipeline> peers(String pass) {
    Map<String, Pipeline> peers = new LinkedHashMap<>();
    entries(plan).forEach((name, entry) -> peers.put(name, pipeline(entry, pass)));
    return peers;
  }

  private Pipeline pipeline(Entry entry, String pass) {
    return switch (entry.peer()) {
      case FILESINK -> new FileSinkPipeline(target, topic, entry.plugin(), pass);
      case CEILING -> new CeilingPipeline(target, topic, pass);
      case JDBC -> new JdbcPipeline(target, topic, pass);
      case LAKEHOUSE -> new LakehousePipeline(target, topic, parallelism, pass);
    };
  }

  /** How a plan's peers are called. */
  static PeerNames names(IngestPlan plan) {
    Map<String, Entry> all = entries(plan);
    List<String> fileSinks = new ArrayList<>(all.keySet());
    fileSinks.removeIf(name -> !name.startsWith(Peer.FILESINK.words() + ", "));
    return new PeerNames(List.copyOf(all.keySet()), fileSinks);
  }

  private static Map<String, Entry> entries(IngestPlan plan) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Peer peer : plan.peers()) {
      if (peer == Peer.FILESINK) {
        for (S3Plugin plugin : plan.plugins()) {
          String suffix = ", " + plugin.name().toLowerCase(Locale.ROOT);
          entries.put(peer.words() + suffix, new Entry(peer, plugin));
        }
      } else {
        entries.put(peer.words(), new Entry(peer, S3Plugin.NATIVE));
      }
    }
    return entries;
  }

  /** A peer, and the plugin that its files go to S3 through. */
  private record Entry(Peer peer, S3Plugin plugin) {}
}
