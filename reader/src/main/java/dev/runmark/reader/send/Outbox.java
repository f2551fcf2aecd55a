package dev.runmark.reader.send;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** All events of a request, judged, as they are to be sent. Owned by one thread. */
final class Outbox implements Closeable {

  private final Spool spool;
  private final DataOutputStream out;
  private final List<UUID> runs = new ArrayList<>();

  Outbox(SpoolSpace space) {
    spool = new Spool(space);
    out = new DataOutputStream(spool);
  }

  void add(JudgedEvent event) throws IOException {
    runs.add(event.run());
    out.writeLong(event.trace().getMostSignificantBits());
    out.writeLong(event.trace().getLeastSignificantBits());
    out.writeInt(event.value().length);
    out.write(event.value());
  }

  /** The runs of the events, in their order. */
  List<UUID> runs() {
    return runs;
  }

  interface Taker {
    void take(JudgedEvent event) throws IOException;
  }

  void forEach(Taker taker) throws IOException {
    try (DataInputStream in = new DataInputStream(spool.read())) {
      for (UUID run : runs) {
        UUID trace = new UUID(in.readLong(), in.readLong());
        byte[] value = new byte[in.readInt()];
        in.readFully(value);
        taker.take(new JudgedEvent(run, trace, value));
      }
    }
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
