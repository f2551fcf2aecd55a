package dev.runmark.proof.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.runmark.quickstart.check.AuditReport;
import java.util.Locale;

/** An audit's report as one JSON document. */
final class ReportJson {

  private static final Gson JSON = new GsonBuilder().setPrettyPrinting().create();

  private ReportJson() {}

  static String of(AuditReport report) {
    JsonObject document = new JsonObject();
    document.addProperty("holds", report.holds());
    JsonArray invariants = new JsonArray();
    for (AuditReport.Entry entry : report.invariants()) {
      JsonObject one = new JsonObject();
      one.addProperty("invariant", entry.invariant().name());
      one.addProperty("says", entry.invariant().says());
      one.addProperty("verdict", entry.verdict().name().toLowerCase(Locale.ROOT));
      one.addProperty("checked", entry.checked());
      one.addProperty("violations", entry.violations());
      JsonArray examples = new JsonArray();
      entry.examples().forEach(examples::add);
      one.add("examples", examples);
      one.addProperty("note", entry.note());
      invariants.add(one);
    }
    document.add("invariants", invariants);
    JsonObject counts = new JsonObject();
    report.counts().forEach(counts::addProperty);
    document.add("counts", counts);
    return JSON.toJson(document) + "\n";
  }
}
