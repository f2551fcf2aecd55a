package dev.runmark.storage.part;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rows name and an index has numbers for. Each name once, however many rows have it. Owned by
 * one thread as long as names are added.
 */
public final class RowNames {

  private final Map<String, Set<String>> projects = new HashMap<>();
  private final Set<SourcePartition> sources = new HashSet<>();
  private @Nullable String lastTenant;
  private @Nullable String lastProject;
  private @Nullable SourcePartition lastSource;

  /** Those of some rows. */
  public static RowNames of(Iterable<OffsetRow> rows) {
    return rows instanceof RowsObject made ? made.names() : read(rows);
  }

  /** By a pass over them. */
  static RowNames read(Iterable<OffsetRow> rows) {
    RowNames names = new RowNames();
    for (OffsetRow row : rows) {
      names.add(row.key().tenant(), row.listing().project(), row.source());
    }
    return names;
  }

  /** Adds those of a row; mostly they are the ones of the row before. */
  void add(String tenant, @Nullable String project, SourcePartition source) {
    if (!source.equals(lastSource)) {
      sources.add(source);
      lastSource = source;
    }
    boolean sameTenant = tenant.equals(lastTenant);
    if (sameTenant && (project == null || project.equals(lastProject))) {
      return;
    }
    Set<String> ofTenant = projects.computeIfAbsent(tenant, any -> new HashSet<>());
    if (project != null) {
      ofTenant.add(project);
    }
    lastTenant = tenant;
    lastProject = project;
  }

  /** Projects by their tenant; a tenant whose rows have no project has none. */
  public Map<String, Set<String>> projects() {
    return projects;
  }

  public Set<SourcePartition> sources() {
    return sources;
  }
}
