package dev.runmark.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every right that anybody but the owner has in the schema, as PostgreSQL's catalogs tell it: one
 * that is granted by mistake, or comes with a table that is new, fails this. What is refused is in
 * {@link TenantWallIT}.
 */
class RolesIT {

  /** Of tables and views, then of single columns, functions, the schema and the database. */
  private static final String RIGHTS =
      """
      WITH granted AS (
        SELECT a.grantee, a.privilege_type || ' ' || c.relname AS what
        FROM pg_class c,
             aclexplode(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) a
        WHERE c.relnamespace = 'runmark'::regnamespace AND c.relkind <> 'i' AND a.grantee <> c.relowner
        UNION ALL
        SELECT a.grantee, a.privilege_type || ' ' || c.relname || '.' || t.attname
        FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
        WHERE c.relnamespace = 'runmark'::regnamespace AND a.grantee <> c.relowner
        UNION ALL
        SELECT a.grantee, a.privilege_type || ' ' || f.proname || '()'
        FROM pg_proc f, aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a
        WHERE f.pronamespace = 'runmark'::regnamespace AND a.grantee <> f.proowner
        UNION ALL
        SELECT a.grantee, a.privilege_type || ' of schema'
        FROM pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
        WHERE n.nspname = 'runmark' AND a.grantee <> n.nspowner
        UNION ALL
        SELECT a.grantee, a.privilege_type || ' of database'
        FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
        WHERE d.datname = current_database() AND a.grantee <> d.datdba)
      SELECT DISTINCT what FROM granted LEFT JOIN pg_roles r ON r.oid = grantee
      WHERE coalesce(r.rolname, 'PUBLIC') = '%s'
      """;

  private static final List<String> EVERYWHERE =
      List.of("runs", "fragments", "tenants", "projects", "sources", "parts");
  private static final List<String> BOOKKEEPING =
      List.of("frontiers", "positions", "gaps", "decode_limits", "tenant_policies");

  private static IndexDatabase database;

  @BeforeAll
  static void create() throws Exception {
    database = IndexDatabase.create();
  }

  @Test
  void theReaderReadsAndNothingElse() throws Exception {
    Set<String> wanted = each("SELECT", relations());
    wanted.add("USAGE of schema");
    wanted.add("EXECUTE rows_of_all_tenants()");

    assertThat(rights("runmark_reader")).isEqualTo(wanted);
  }

  @Test
  void aTenantsRoleReadsWhatIsWalledAndWhatHasNoTenant() throws Exception {
    Set<String> wanted = each("SELECT", EVERYWHERE);
    wanted.addAll(each("SELECT", List.of("tenant_roles", "lines", "traces")));
    wanted.add("USAGE of schema");

    assertThat(rights("runmark_tenant")).isEqualTo(wanted);
  }

  @Test
  void theWriterAddsAndMovesOnlyWhatItsWorkMoves() throws Exception {
    Set<String> wanted = each("SELECT", relations());
    wanted.remove("SELECT cursor_key");
    wanted.addAll(each("INSERT", EVERYWHERE));
    wanted.addAll(each("INSERT", BOOKKEEPING));
    for (String column :
        List.of("record_offset", "size", "partition", "event_index", "topic_id", "topic")) {
      wanted.add("INSERT rejected." + column);
    }
    for (String column : List.of("reason", "operation", "origin", "message")) {
      wanted.add("INSERT rejected." + column);
    }
    wanted.addAll(List.of("UPDATE parts.written", "UPDATE parts.stale"));
    wanted.addAll(each("UPDATE", List.of("runs", "positions", "decode_limits", "tenant_policies")));
    wanted.add("UPDATE sweep_floor.lockable");
    wanted.addAll(each("DELETE", List.of("fragments", "frontiers")));
    wanted.addAll(List.of("USAGE of schema", "TEMPORARY of database"));
    wanted.addAll(
        each("EXECUTE", List.of("register_source()", "fold_frontiers()", "rows_of_all_tenants()")));

    assertThat(rights("runmark_writer")).isEqualTo(wanted);
  }

  @Test
  void maintenanceChangesRowsAndNoTable() throws Exception {
    assertThat(rights("runmark_maintenance"))
        .contains("DELETE runs", "DELETE parts", "UPDATE sweep_floor")
        .noneMatch(right -> right.matches("(CREATE|TRUNCATE|TRIGGER|REFERENCES|MAINTAIN) .*"));
  }

  @Test
  void everybodyElseHasNothingInTheSchema() throws Exception {
    assertThat(rights("PUBLIC")).isSubsetOf("CONNECT of database", "TEMPORARY of database");
    assertThat(
            texts(
                "SELECT DISTINCT coalesce(r.rolname, 'PUBLIC') FROM pg_class c,"
                    + " aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee"
                    + " WHERE c.relnamespace = 'runmark'::regnamespace AND a.grantee <> c.relowner"))
        .containsOnly("runmark_reader", "runmark_writer", "runmark_tenant", "runmark_maintenance");
  }

  /** None may make a table, become another, or pass the wall of tenants. */
  @Test
  void noRoleHasMoreThanItsRights() throws Exception {
    assertThat(
            texts(
                "SELECT rolname FROM pg_roles WHERE (rolname LIKE 'runmark\\_%'"
                    + " OR rolname IN ('reader', 'writer', 'analyst')) AND (rolsuper OR"
                    + " rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)"))
        .isEmpty();
    assertThat(
            texts(
                "SELECT r.rolname || ' owns ' || c.relname FROM pg_class c JOIN pg_roles r"
                    + " ON r.oid = c.relowner WHERE c.relnamespace = 'runmark'::regnamespace"
                    + " AND NOT r.rolsuper"))
        .isEmpty();
    assertThat(
            texts(
                "SELECT m.rolname || ' in ' || g.rolname FROM pg_auth_members a"
                    + " JOIN pg_roles m ON m.oid = a.member JOIN pg_roles g ON g.oid = a.roleid"
                    + " WHERE m.rolname IN ('reader', 'writer', 'analyst')"
                    + " OR m.rolname LIKE 'runmark\\_%'"))
        .containsExactlyInAnyOrder(
            "reader in runmark_reader", "writer in runmark_writer", "analyst in runmark_tenant");
    for (String user : List.of("reader", "writer", "analyst")) {
      assertThat(
              texts(
                  "SELECT nspname FROM pg_namespace WHERE has_schema_privilege('%s', oid, 'CREATE')"
                      .formatted(user)))
          .as(user)
          .isEmpty();
    }
  }

  private static Set<String> relations() throws Exception {
    return new TreeSet<>(
        texts(
            "SELECT relname FROM pg_class WHERE relnamespace = 'runmark'::regnamespace"
                + " AND relkind IN ('r', 'v', 'm', 'p')"));
  }

  private static Set<String> each(String right, Iterable<String> relations) {
    Set<String> rights = new TreeSet<>();
    relations.forEach(relation -> rights.add(right + " " + relation));
    return rights;
  }

  private static Set<String> rights(String role) throws Exception {
    return new TreeSet<>(texts(RIGHTS.formatted(role)));
  }

  private static List<String> texts(String sql) throws Exception {
    List<String> texts = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
