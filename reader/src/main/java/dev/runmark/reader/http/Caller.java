package dev.runmark.reader.http;

import java.util.Set;

/**
 * Who asks.
 *
 * @param tenant the only one that it reads and writes
 */
record Caller(String name, String tenant, Set<Scope> scopes) {

  Caller {
    scopes = Set.copyOf(scopes);
  }
}
