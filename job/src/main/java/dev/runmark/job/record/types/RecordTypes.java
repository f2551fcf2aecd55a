package dev.runmark.job.record.types;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.decode.record.SourceOffset;
import dev.runmark.decode.record.TraceKey;
import dev.runmark.job.record.OpenWindow;
import dev.runmark.sink.SinkElement;
import dev.runmark.storage.part.RunLine;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Flink's type of each value that passes between operators. */
public final class RecordTypes {

  public static final TypeInformation<RawRecord> RAW_RECORD =
      new RecordTypeInformation<>(RecordFormats.RAW_RECORD);

  public static final TypeInformation<RunLine> RUN_LINE =
      new RecordTypeInformation<>(RecordFormats.RUN_LINE);

  public static final TypeInformation<RunEvent> RUN_EVENT =
      new RecordTypeInformation<>(RecordFormats.RUN_EVENT);

  public static final TypeInformation<TraceKey> TRACE_KEY =
      new RecordTypeInformation<>(RecordFormats.TRACE_KEY);

  public static final TypeInformation<OpenWindow> OPEN_WINDOW =
      new RecordTypeInformation<>(RecordFormats.OPEN_WINDOW);

  public static final TypeInformation<SourceOffset> SOURCE_OFFSET =
      new RecordTypeInformation<>(RecordFormats.SOURCE_OFFSET);

  public static final TypeInformation<SinkElement> SINK_ELEMENT =
      new RecordTypeInformation<>(RecordFormats.SINK_ELEMENT);

  public static final TypeInformation<RejectedRecord> REJECTED_RECORD =
      new RecordTypeInformation<>(RecordFormats.REJECTED_RECORD);

  private RecordTypes() {}
}
