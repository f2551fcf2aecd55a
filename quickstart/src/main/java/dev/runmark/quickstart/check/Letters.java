package dev.runmark.quickstart.check;

import dev.runmark.quickstart.check.sort.ByKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A3: the dead letters against what must be rejected, letter by letter. One may come more than
 * once, each time the same.
 */
final class Letters implements AutoCloseable {

  private final ByKey entries;
  private final Horizon horizon;
  private final Findings findings;
  private boolean gone;
  private long poison;
  private long rejected;
  private long notYet;
  private long beyond;

  /**
   * What must be rejected.
   *
   * @param key what its dead letter's key says
   * @param due when its dead letter must be there
   */
  record Wanted(String key, String why, long size, byte[] sha256, Horizon.Due due) {}

  /**
   * A dead letter.
   *
   * @param size of its value, -1 for none
   * @param wholeSha256 in hexadecimal digits, of a value that was cut
   */
  record Letter(String key, long size, byte[] sha256, @Nullable String wholeSha256) {}

  Letters(Path directory, long memory, Horizon horizon, Findings findings) throws IOException {
    this.entries = new ByKey(directory, memory);
    this.horizon = horizon;
    this.findings = findings;
  }

  void wanted(Wanted wanted) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBoolean(true);
    EntryBytes.text(out, wanted.key);
    EntryBytes.text(out, wanted.why);
    out.writeLong(wanted.size);
    out.write(wanted.sha256);
    out.writeByte(wanted.due.ordinal());
    add(wanted.key, bytes);
  }

  void letter(Letter letter) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBoolean(false);
    EntryBytes.text(out, letter.key);
    out.writeLong(letter.size);
    out.write(letter.sha256);
    EntryBytes.textOrNull(out, letter.wholeSha256);
    add(letter.key, bytes);
  }

  private void add(String key, ByteArrayOutputStream bytes) throws IOException {
    entries.add(UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)), bytes.toByteArray());
  }

  /** Retention has taken dead letters: one that is missing may have been there. */
  void gone() {
    gone = true;
  }

  /** Compares all of them. */
  void audit() throws IOException {
    entries.forEach(
        (key, each) -> {
          Wanted wanted = null;
          Letter first = null;
          for (byte[] entry : each) {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry));
            if (in.readBoolean()) {
              wanted = readWanted(in);
            }
          }
          for (byte[] entry : each) {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry));
            if (!in.readBoolean()) {
              Letter letter = readLetter(in);
              audit(letter, wanted, first == null);
              first = first == null ? letter : first;
            }
          }
          audit(wanted, first);
        });
  }

  private static Wanted readWanted(DataInputStream in) throws IOException {
    return new Wanted(
        EntryBytes.text(in),
        EntryBytes.text(in),
        in.readLong(),
        digest(in),
        Horizon.Due.values()[in.readByte()]);
  }

  private static Letter readLetter(DataInputStream in) throws IOException {
    return new Letter(EntryBytes.text(in), in.readLong(), digest(in), EntryBytes.textOrNull(in));
  }

  private static byte[] digest(DataInputStream in) throws IOException {
    byte[] digest = new byte[Sha256.LENGTH];
    in.readFully(digest);
    return digest;
  }

  private void audit(@Nullable Wanted wanted, @Nullable Letter letter) {
    rejected += letter == null ? 0 : 1;
    if (wanted == null) {
      return;
    }
    poison++;
    if (letter != null) {
      findings.checked(Invariant.A3, 1);
    } else if (wanted.due != Horizon.Due.NOW) {
      notYet += wanted.due == Horizon.Due.LATER ? 1 : 0;
    } else if (gone) {
      beyond++;
    } else {
      findings.check(
          Invariant.A3, false, "poison " + wanted.key + " (" + wanted.why + "): no dead letter");
    }
  }

  private void audit(Letter letter, @Nullable Wanted wanted, boolean first) {
    if (wanted == null) {
      if (first && known(letter.key)) {
        findings.violation(
            Invariant.A3, "dead letter " + letter.key + ": nothing there was poison");
      } else if (first) {
        beyond++;
      }
    } else if (letter.size < 0) {
      findings.violation(
          Invariant.A3,
          String.format(
              "dead letter %s (%s): a tombstone instead of the %d bytes that were sent",
              letter.key, wanted.why, wanted.size));
    } else if (!same(letter, wanted)) {
      findings.violation(
          Invariant.A3,
          String.format(
              "dead letter %s (%s): its %d bytes are not the %d that were sent",
              letter.key, wanted.why, letter.size, wanted.size));
    }
  }

  private static boolean same(Letter letter, Wanted wanted) {
    boolean cut = letter.size < wanted.size && letter.wholeSha256 != null;
    return cut
        ? HexFormat.of().formatHex(wanted.sha256).equals(letter.wholeSha256)
        : Arrays.equals(letter.sha256, wanted.sha256);
  }

  /** Whether what was read tells of the place that the key names; also of a key that is none. */
  private boolean known(String key) {
    List<String> parts = List.of(key.split("/", -1));
    try {
      return parts.size() != 4
          || horizon.read(
              UUID.fromString(parts.get(0)),
              Integer.parseInt(parts.get(1)),
              Long.parseLong(parts.get(2)));
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  /** Distinct things that must be rejected. */
  long poison() {
    return poison;
  }

  /** Distinct dead letters. */
  long rejected() {
    return rejected;
  }

  /** Of those that are missing, how many need not be there yet. */
  long notYet() {
    return notYet;
  }

  /** How many cannot be judged: one of both sides is not kept any more. */
  long beyond() {
    return beyond;
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
