package dev.runmark.proof.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runmark.quickstart.check.AuditReport;
import java.util.Locale;

/** An audit's report as one JSON document. */
final class ReportJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportJson() {}

  static String of(AuditReport report) throws JsonProcessingException {
    ObjectNode document = JSON.createObjectNode();
    document.put("holds", report.holds());
    ArrayNode invariants = document.putArray("invariants");
    for (AuditReport.Entry entry : report.invariants()) {
      ObjectNode one = invariants.addObject();
      one.put("invariant", entry.invariant().name());
      one.put("says", entry.invariant().says());
      one.put("verdict", entry.verdict().name().toLowerCase(Locale.ROOT));
      one.put("checked", entry.checked());
      one.put("violations", entry.violations());
      ArrayNode examples = one.putArray("examples");
      entry.examples().forEach(examples::add);
      one.put("note", entry.note());
    }
    ObjectNode counts = document.putObject("counts");
    report.counts().forEach(counts::put);
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
  }
}
