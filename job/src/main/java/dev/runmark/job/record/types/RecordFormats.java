package dev.runmark.job.record.types;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.decode.record.SourceOffset;
import dev.runmark.decode.record.TraceKey;
import dev.runmark.job.record.OpenWindow;
import dev.runmark.sink.SinkElement;
import dev.runmark.sink.Trace;
import dev.runmark.storage.part.RunLine;
import java.io.IOException;
import java.util.List;

/** All formats, and the way back from the name that a snapshot holds. */
final class RecordFormats {

  static final RecordFormat<RawRecord> RAW_RECORD = new RawRecordFormat();
  static final RecordFormat<RunLine> RUN_LINE = new RunLineFormat();
  static final RecordFormat<RunEvent> RUN_EVENT = new RunEventFormat();
  static final RecordFormat<TraceKey> TRACE_KEY = new TraceKeyFormat();
  static final RecordFormat<OpenWindow> OPEN_WINDOW = new OpenWindowFormat();
  static final RecordFormat<SourceOffset> SOURCE_OFFSET = new SourceOffsetFormat();
  static final RecordFormat<Trace> TRACE = new TraceFormat();
  static final RecordFormat<SinkElement> SINK_ELEMENT = new SinkElementFormat();
  static final RecordFormat<RejectedRecord> REJECTED_RECORD = new RejectedRecordFormat();

  private static final List<RecordFormat<?>> ALL =
      List.of(
          RAW_RECORD,
          RUN_LINE,
          RUN_EVENT,
          TRACE_KEY,
          OPEN_WINDOW,
          SOURCE_OFFSET,
          TRACE,
          SINK_ELEMENT,
          REJECTED_RECORD);

  private RecordFormats() {}

  static RecordFormat<?> named(String name) throws IOException {
    for (RecordFormat<?> format : ALL) {
      if (format.name().equals(name)) {
        return format;
      }
    }
    throw new IOException("read of a serializer snapshot: no format is named '" + name + "'");
  }
}
