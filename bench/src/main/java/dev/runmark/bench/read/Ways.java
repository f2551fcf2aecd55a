package dev.runmark.bench.read;

import dev.runmark.bench.servers.IndexSchema;
import dev.runmark.bench.servers.OptionsFile;
import dev.runmark.bench.servers.OptionsFile.Place;
import dev.runmark.bench.servers.S3Access;
import dev.runmark.bench.servers.Servers;
import dev.runmark.options.ReaderOptions;
import dev.runmark.storage.objects.S3Options;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All ways to the runs of one index, by name. */
final class Ways implements AutoCloseable {

  private final Map<String, PointRead> byName = new LinkedHashMap<>();

  /** Opens them; the servers of the HTTP API are started with it. */
  static Ways open(Servers servers, IndexSchema index, Place place, Path directory)
      throws IOException {
    S3Access access = servers.s3();
    S3Options s3 = access.options();
    ReaderOptions cached = ReaderOptions.DEFAULT;
    ReaderOptions uncached = cached.withCache(0);
    OptionsFile files =
        new OptionsFile(directory, servers.bootstrapServers(), access, index.reader());
    Ways ways = new Ways();
    try {
      ways.byName.put(ReadBench.FLOOR, new FloorRead(index, access, cached.connections()));
      ways.byName.put("library", new LibraryRead(index.reading(), s3, uncached));
      ways.byName.put("library, cache", new LibraryRead(index.reading(), s3, cached));
      ways.byName.put("HTTP", http(servers, files, place, uncached));
      ways.byName.put("HTTP, cache", http(servers, files, place, cached));
      return ways;
    } catch (IOException | RuntimeException e) {
      ways.close();
      throw e;
    }
  }

  private static PointRead http(
      Servers servers, OptionsFile files, Place place, ReaderOptions options) throws IOException {
    String name = options.cache() == 0 ? "api" : "api-cache";
    List<String> more =
        List.of(
            "api:",
            "  listen: 127.0.0.1:0",
            "reader:",
            "  connections: " + options.connections(),
            "  cache: " + options.cache() + " B");
    URI api = servers.serve(name, files.write(name, place, more));
    return new HttpRead(api);
  }

  List<String> names() {
    return new ArrayList<>(byName.keySet());
  }

  PointRead named(String name) {
    PointRead way = byName.get(name);
    if (way == null) {
      throw new IllegalArgumentException("no way " + name);
    }
    return way;
  }

  @Override
  public void close() {
    byName.values().forEach(PointRead::close);
  }
}
