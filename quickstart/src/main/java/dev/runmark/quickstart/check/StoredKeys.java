package dev.runmark.quickstart.check;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** C2: below the parts' prefix lies nothing but committed parts and their rows objects. */
final class StoredKeys {

  private static final Pattern PART =
      Pattern.compile(
          "(.*/dt=\\d{4}-\\d\\d-\\d\\d/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
              + "\\.ndjson(?:\\.gz|\\.zst)?)(\\.rows)?");

  private final Connection index;
  private final Findings findings;

  StoredKeys(Connection index, Findings findings) {
    this.index = index;
    this.findings = findings;
  }

  void audit(Bucket store, String bucket, String prefix) throws IOException, SQLException {
    try {
      for (ListObjectsV2Response page : store.pages(bucket, prefix + "/")) {
        audit(bucket, page.contents().stream().map(S3Object::key).toList());
      }
      for (MultipartUpload upload : store.uploads(bucket, prefix + "/")) {
        findings.check(
            Invariant.C2, false, "upload " + upload.uploadId() + " of " + upload.key() + ": open");
      }
    } catch (SdkException e) {
      throw new IOException("listing bucket " + bucket + ": " + e.getMessage(), e);
    }
  }

  private void audit(String bucket, List<String> keys) throws SQLException {
    List<UUID> parts = new ArrayList<>();
    for (String key : keys) {
      Matcher matcher = PART.matcher(key);
      if (matcher.matches()) {
        parts.add(UUID.fromString(matcher.group(2)));
      }
    }
    Set<String> committed = committed(bucket, parts);
    for (String key : keys) {
      Matcher matcher = PART.matcher(key);
      findings.check(
          Invariant.C2,
          matcher.matches() && committed.contains(matcher.group(1)),
          "object " + key + ": no committed part's");
    }
  }

  private Set<String> committed(String bucket, List<UUID> parts) throws SQLException {
    Set<String> keys = new HashSet<>();
    String sql = "SELECT key FROM parts WHERE part = ANY (?) AND bucket = ? AND state = 0";
    try (PreparedStatement statement = index.prepareStatement(sql)) {
      statement.setArray(1, index.createArrayOf("uuid", parts.toArray()));
      statement.setString(2, bucket);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          keys.add(row.getString(1));
        }
      }
    }
    return keys;
  }
}
