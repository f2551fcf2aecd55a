package dev.runmark.quickstart.generate;

/** Writes one JSON document in one of the styles that clients have. */
final class JsonText {

  /** How a client's JSON library writes. */
  enum Style {
    COMPACT("", "", false),
    SPACED(" ", " ", false),
    ASCII(" ", " ", true),
    INDENTED("\n  ", " ", false);

    private final String afterComma;
    private final String afterColon;
    private final boolean ascii;

    Style(String afterComma, String afterColon, boolean ascii) {
      this.afterComma = afterComma;
      this.afterColon = afterColon;
      this.ascii = ascii;
    }
  }

  private final StringBuilder out = new StringBuilder(4096);
  private final Style style;

  JsonText(Style style) {
    this.style = style;
  }

  JsonText begin(char bracket) {
    separate();
    out.append(bracket);
    return this;
  }

  JsonText end(char bracket) {
    out.append(bracket);
    return this;
  }

  JsonText name(String name) {
    separate();
    string(name);
    out.append(':').append(style.afterColon);
    return this;
  }

  JsonText value(String text) {
    separate();
    string(text);
    return this;
  }

  /** A number, a literal, or a document that is written already. */
  JsonText plain(Object value) {
    separate();
    out.append(value);
    return this;
  }

  JsonText field(String name, String text) {
    return name(name).value(text);
  }

  JsonText plainField(String name, Object value) {
    return name(name).plain(value);
  }

  int length() {
    return out.length();
  }

  @Override
  public String toString() {
    return out.toString();
  }

  /** A comma, unless what stands before opens something or names a field. */
  private void separate() {
    int last = out.length() - 1;
    while (last >= 0 && out.charAt(last) == ' ') {
      last--;
    }
    if (last >= 0 && "{[:".indexOf(out.charAt(last)) < 0) {
      out.append(',').append(style.afterComma);
    }
  }

  private void string(String text) {
    out.append('"');
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || style.ascii && c > '~') {
        out.append(text, from, i);
        escape(c);
        from = i + 1;
      }
    }
    out.append(text, from, text.length()).append('"');
  }

  private void escape(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      default -> out.append(String.format("\\u%04x", (int) c));
    }
  }
}
