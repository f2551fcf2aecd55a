package dev.runmark.quickstart.check;

import dev.runmark.quickstart.check.topic.Ids;
import dev.runmark.quickstart.check.topic.Times;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a run is listed by: as its row says it, or as its content tells it. Null is what nobody
 * told.
 *
 * @param status 0 pending, 1 success, 2 error, null as good as pending
 */
record Listed(
    @Nullable UUID trace,
    @Nullable String project,
    @Nullable UUID parent,
    @Nullable String name,
    @Nullable String runType,
    @Nullable Integer status,
    @Nullable Instant start,
    @Nullable Instant end) {

  /** Stands for the time of the Kafka record, which is not part of what is stored. */
  static final Instant TIME_OF_THE_RECORD = Instant.MIN;

  private static final int MAX_NAME = 256;
  private static final int SUCCESS = 1;
  private static final int ERROR = 2;

  /** By their codes. */
  private static final List<String> WORDS = List.of("pending", "success", "error");

  /**
   * What one line tells.
   *
   * @param begins whether a create is in it: that decides columns by default, a mere patch none
   * @throws IOException when a field of it should have been rejected
   */
  static Listed of(RunFields fields, boolean begins) throws IOException {
    List<String> order = order(fields);
    String project = textOrNull(fields, "session_name");
    UUID parent = uuid(fields.text("parent_run_id"));
    Instant start = time(fields.text("start_time"));
    Instant end = time(fields.text("end_time"));
    return new Listed(
        trace(fields, order),
        project == null && begins ? "default" : project,
        parent == null && order.size() > 1 ? uuid(order.get(order.size() - 2)) : parent,
        cut(fields.text("name")),
        textOrNull(fields, "run_type"),
        status(fields, end),
        start == null && begins ? TIME_OF_THE_RECORD : start,
        end);
  }

  /** Both together: of each column the last that was told, but the trace that was told first. */
  Listed then(Listed later) {
    return new Listed(
        last(later.trace, trace),
        last(project, later.project),
        last(parent, later.parent),
        last(name, later.name),
        last(runType, later.runType),
        last(status, later.status),
        last(start, later.start),
        last(end, later.end));
  }

  /** The columns in which a row differs from this, which its content tells. */
  List<String> differences(Listed row) {
    List<String> different = new ArrayList<>();
    compare("trace", trace, row.trace, different);
    compare("project", project, row.project, different);
    compare("parent", parent, row.parent, different);
    compare("name", name, row.name, different);
    compare("run_type", runType, row.runType, different);
    compare("status", status, row.status, different);
    if (!TIME_OF_THE_RECORD.equals(start)) {
      compare("start_time", start, row.start, different);
    }
    compare("end_time", end, row.end, different);
    return different;
  }

  private static void compare(
      String column, @Nullable Object told, @Nullable Object stored, List<String> different) {
    if (!Objects.equals(told, stored)) {
      different.add(column + " " + stored + ", wanted " + told);
    }
  }

  private static <T> @Nullable T last(@Nullable T earlier, @Nullable T later) {
    return later == null ? earlier : later;
  }

  /** The UUIDs of the run's ancestors, the root first, and its own at the end. */
  private static List<String> order(RunFields fields) {
    String text = fields.text("dotted_order");
    List<String> ids = new ArrayList<>();
    if (text != null) {
      for (String segment : text.split("\\.", -1)) {
        ids.add(segment.substring(segment.indexOf('Z') + 1));
      }
    }
    return ids;
  }

  private static @Nullable UUID trace(RunFields fields, List<String> order) throws IOException {
    UUID told = uuid(fields.text("trace_id"));
    if (told != null) {
      return told;
    }
    return order.isEmpty() ? fields.run() : uuid(order.get(0));
  }

  private static @Nullable Integer status(RunFields fields, @Nullable Instant end) {
    int told = WORDS.indexOf(String.valueOf(fields.text("status")));
    if (told >= 0) {
      return told;
    }
    if (fields.has("error")) {
      return ERROR;
    }
    if (end != null) {
      return SUCCESS;
    }
    return null;
  }

  /** An empty text says nothing. */
  private static @Nullable String textOrNull(RunFields fields, String field) {
    String text = fields.text(field);
    return text == null || text.isEmpty() ? null : text;
  }

  private static @Nullable String cut(@Nullable String name) {
    return name == null || name.codePointCount(0, name.length()) <= MAX_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, MAX_NAME));
  }

  private static @Nullable UUID uuid(@Nullable String text) throws IOException {
    UUID id = text == null ? null : Ids.parse(text);
    if (text != null && id == null) {
      throw new IOException(text + " is no UUID");
    }
    return id;
  }

  /** To the microsecond; a time without a zone is UTC, a number is of milliseconds. */
  private static @Nullable Instant time(@Nullable String text) throws IOException {
    if (text == null) {
      return null;
    }
    Instant time = Times.ofNumber(text);
    time = time == null ? Times.ofText(text) : time;
    if (time == null) {
      throw new IOException(text + " is no time");
    }
    return time;
  }

  /** The same, with the time of the record where that stands for the start. */
  Listed of(@Nullable Instant record) {
    return TIME_OF_THE_RECORD.equals(start)
        ? new Listed(trace, project, parent, name, runType, status, record, end)
        : this;
  }

  void write(DataOutputStream out) throws IOException {
    EntryBytes.uuidOrNull(out, trace);
    EntryBytes.textOrNull(out, project);
    EntryBytes.uuidOrNull(out, parent);
    EntryBytes.textOrNull(out, name);
    EntryBytes.textOrNull(out, runType);
    out.writeInt(status == null ? -1 : status);
    EntryBytes.timeOrNull(out, start);
    EntryBytes.timeOrNull(out, end);
  }

  static Listed read(DataInputStream in) throws IOException {
    UUID trace = EntryBytes.uuidOrNull(in);
    String project = EntryBytes.textOrNull(in);
    UUID parent = EntryBytes.uuidOrNull(in);
    String name = EntryBytes.textOrNull(in);
    String runType = EntryBytes.textOrNull(in);
    int status = in.readInt();
    Instant start = EntryBytes.timeOrNull(in);
    Instant end = EntryBytes.timeOrNull(in);
    return new Listed(
        trace, project, parent, name, runType, status < 0 ? null : status, start, end);
  }
}
