package dev.runmark.embedded.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SpokenStatementsTest {

  private final SpokenStatements statements = new SpokenStatements();

  @Test
  void aSimpleQueryIsItsText() throws Exception {
    assertThat(statements.executedBy(message('Q', "SELECT 'ü'"))).isEqualTo("SELECT 'ü'");
  }

  @Test
  void anExecuteOfAnUnnamedStatementIsTheLastOneParsed() throws Exception {
    hear(message('P', "", "BEGIN"), message('B', "", ""));
    hear(message('P', "", "COMMIT"), message('B', "", ""));
    assertThat(statements.executedBy(message('E', ""))).isEqualTo("COMMIT");
  }

  @Test
  void aNamedStatementIsKnownLongAfterItsParse() throws Exception {
    hear(message('P', "S_1", "COMMIT"), message('P', "S_2", "SELECT 1"));
    hear(message('B', "portal", "S_2"), message('B', "", "S_1"));
    assertThat(statements.executedBy(message('E', "portal"))).isEqualTo("SELECT 1");
    assertThat(statements.executedBy(message('E', ""))).isEqualTo("COMMIT");
    hear(message('B', "", "S_1"));
    assertThat(statements.executedBy(message('E', ""))).isEqualTo("COMMIT");
  }

  @Test
  void otherMessagesCarryNothingOut() throws Exception {
    hear(message('P', "", "COMMIT"), message('B', "", ""));
    assertThat(statements.executedBy(message('S'))).isNull();
    assertThat(statements.executedBy(message('d', "COMMIT"))).isNull();
  }

  @Test
  void messagesTravelByteForByte() throws Exception {
    byte[] bytes = message('Q', "SELECT 1").bytes();
    assertThat(bytes).hasSize(1 + 4 + 9).startsWith('Q', 0, 0, 0, 13).endsWith('1', 0);
    byte[] startup = {0, 0, 0, 8, 4, (byte) 210, 22, 47};
    Message request = Message.readStartup(in(startup));
    assertThat(request.bytes()).isEqualTo(startup);
    assertThat(request.startupCode()).isEqualTo(80877103);
  }

  @Test
  void cutAndImpossibleMessagesAreRefused() {
    assertThatThrownBy(() -> Message.read(in(new byte[] {'Q', 0, 0, 0, 9, 'S'})))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> Message.read(in(new byte[] {'Q', 0, 0, 0, 3})))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("length is 3");
  }

  private void hear(Message... messages) {
    for (Message message : messages) {
      assertThat(message.preparesExecution()).isTrue();
      statements.hear(message);
    }
  }

  private static Message message(char type, String... strings) throws IOException {
    StringBuilder body = new StringBuilder();
    for (String string : strings) {
      body.append(string).append('\0');
    }
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer message = ByteBuffer.allocate(1 + 4 + bytes.length);
    message.put((byte) type).putInt(4 + bytes.length).put(bytes);
    return Message.read(in(message.array()));
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
