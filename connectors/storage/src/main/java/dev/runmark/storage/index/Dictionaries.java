package dev.runmark.storage.index;

import dev.runmark.storage.part.RowNames;
import dev.runmark.storage.part.SourcePartition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers that the index uses for tenants, projects and sources. A number never changes, so
 * they are remembered for the life of the process.
 *
 * <p>Missing names are inserted in sorted order by single statements that commit themselves: no
 * lock is held while this client thinks, so a frozen one blocks nobody.
 */
final class Dictionaries {

  /** What a project beyond its tenant's limit is listed under; its runs keep their own name. */
  static final String OTHER_PROJECTS = "(other projects)";

  static final int PROJECTS_PER_TENANT = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Dictionaries.class);

  private static final String ADD_TENANT =
      "INSERT INTO tenants (name) SELECT ? WHERE NOT EXISTS"
          + " (SELECT FROM tenants WHERE name = ?) ON CONFLICT DO NOTHING";
  private static final String ADD_PROJECT =
      "INSERT INTO projects (tenant, name) SELECT ?, ? WHERE NOT EXISTS"
          + " (SELECT FROM projects WHERE tenant = ? AND name = ?)"
          + " AND (? OR (SELECT count(*) FROM projects WHERE tenant = ?) < ?)"
          + " ON CONFLICT DO NOTHING";

  private record TopicPartition(UUID topicId, int partition) {}

  private record Project(int tenant, String name) {}

  private final int projectsPerTenant;
  private final Map<String, Integer> tenants = new HashMap<>();
  private final Map<Project, Integer> projects = new HashMap<>();
  private final Map<TopicPartition, Integer> sources = new HashMap<>();

  Dictionaries(int projectsPerTenant) {
    this.projectsPerTenant = projectsPerTenant;
  }

  /** Forgets all numbers: what follows is asked of a server that may not have them. */
  void forget() {
    tenants.clear();
    projects.clear();
    sources.clear();
  }

  int tenant(String name) {
    return known(tenants, name);
  }

  @Nullable Integer project(int tenant, @Nullable String name) {
    return name == null ? null : (Integer) known(projects, new Project(tenant, name));
  }

  int source(SourcePartition source) {
    return known(sources, new TopicPartition(source.topicId(), source.partition()));
  }

  /** Takes a number that was read together with its name. */
  void remember(int tenant, String project, int number) {
    projects.putIfAbsent(new Project(tenant, project), number);
  }

  /** Names seen in rows and not known yet, in the order in which they are to be numbered. */
  static final class Missing {
    private final Map<String, TreeSet<String>> projectsByTenant = new TreeMap<>();
    private final Set<SourcePartition> sources = new HashSet<>();
  }

  /** Collects what rows need. */
  void collect(RowNames names, Missing missing) {
    names.projects().forEach((tenant, ofTenant) -> collect(tenant, ofTenant, missing));
    names.sources().forEach(source -> collect(source, missing));
  }

  private void collect(String tenant, Set<String> named, Missing missing) {
    Integer number = tenants.get(tenant);
    List<String> unknown =
        named.stream()
            .filter(name -> number == null || !projects.containsKey(new Project(number, name)))
            .toList();
    if (number == null || !unknown.isEmpty()) {
      missing.projectsByTenant.computeIfAbsent(tenant, any -> new TreeSet<>()).addAll(unknown);
    }
  }

  void collect(SourcePartition source, Missing missing) {
    if (!sources.containsKey(new TopicPartition(source.topicId(), source.partition()))) {
      missing.sources.add(source);
    }
  }

  /** Numbers what is missing; the connection is in auto-commit mode. */
  void resolve(Connection connection, Missing missing) throws SQLException {
    for (Map.Entry<String, TreeSet<String>> entry : missing.projectsByTenant.entrySet()) {
      int tenant = resolveTenant(connection, entry.getKey());
      for (String project : entry.getValue()) {
        projects.put(new Project(tenant, project), resolveProject(connection, tenant, project));
      }
    }
    Set<SourcePartition> ordered =
        new TreeSet<>(
            java.util.Comparator.comparing(SourcePartition::topicId)
                .thenComparing(SourcePartition::partition));
    ordered.addAll(missing.sources);
    for (SourcePartition source : ordered) {
      sources.put(
          new TopicPartition(source.topicId(), source.partition()),
          registerSource(connection, source));
    }
  }

  private int resolveTenant(Connection connection, String name) throws SQLException {
    update(connection, ADD_TENANT, name, name);
    int number = number(connection, "SELECT tenant FROM tenants WHERE name = ?", name);
    tenants.put(name, number);
    return number;
  }

  private int resolveProject(Connection connection, int tenant, String name) throws SQLException {
    addProject(connection, tenant, name, false);
    String find = "SELECT project FROM projects WHERE tenant = ? AND name = ?";
    int number = number(connection, find, tenant, name);
    if (number >= 0) {
      return number;
    }
    LOG.warn(
        "tenant has {} projects, the most that are listed by name: further ones stand under '{}'",
        projectsPerTenant,
        OTHER_PROJECTS);
    addProject(connection, tenant, OTHER_PROJECTS, true);
    return number(connection, find, tenant, OTHER_PROJECTS);
  }

  private void addProject(Connection connection, int tenant, String name, boolean always)
      throws SQLException {
    update(connection, ADD_PROJECT, tenant, name, tenant, name, always, tenant, projectsPerTenant);
  }

  private static int registerSource(Connection connection, SourcePartition source)
      throws SQLException {
    return number(
        connection,
        "SELECT register_source(?, ?, ?)",
        source.topicId(),
        source.topic(),
        source.partition());
  }

  private static void update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      statement.executeUpdate();
    }
  }

  /** The number that the query finds, -1 for none. */
  private static int number(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getInt(1) : -1;
      }
    }
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static <K> int known(Map<K, Integer> numbers, K key) {
    Integer number = numbers.get(key);
    if (number == null) {
      throw new IllegalStateException("dictionary: " + key + " was not resolved before its use");
    }
    return number;
  }
}
