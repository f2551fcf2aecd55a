package dev.runmark.quickstart.generate;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Text that compresses as text does: words as frequent as words are, with figures, code and other
 * scripts between them.
 */
final class Prose {

  private static final String[] COMMON =
      ("the of and to in a is that for it as was with be by on not he his but at are this have from"
              + " or had an they which one you were all her she there would their we him been has"
              + " when who will no more if out so up said what its about than into them can only"
              + " other time new some could these two may first then do any like my now over such"
              + " our man me even most made after also did many off before must well back through"
              + " years where much your way down should because long each just state those people"
              + " too mr how little good world make very year still see own work men day get here"
              + " between both under never know same last us part used go come right take three"
              + " system house use during without again place around however small found thought"
              + " number public going say while does part model answer question document summary"
              + " customer order invoice policy request error result search query context token"
              + " prompt retrieved passage according following therefore example section table"
              + " function value parameter service user account payment contract delivery")
          .split(" ");
  private static final String[] SYLLABLES =
      ("al an ar be ca ce co com con de di dis ed el em en er ex fi for ge ha im in ing ion is it"
              + " la le li lo ly ma me men mi mo na ne no ny o on or pa per pi po pre pro ra re ri"
              + " ro sa se si so sta ste sub ta te ter ti tion to tra tri tu un ur va ve vi ward y")
          .split(" ");
  private static final String[] FOREIGN = {
    "Die Rechnung über 1.234,50 € wurde am Dienstag geprüft. ",
    "L’élève a répondu : « où est la bibliothèque ? » ",
    "検索結果を要約してください。 ",
    "请根据上下文回答用户的问题。 ",
    "مرحبا بالعالم ",
    "Спасибо, заказ №4711 отправлен. ",
    "👩‍🔬🚀✅ ",
    "naïve café — “quoted” text… ",
  };
  private static final String[] CODE = {
    "```python\ndef %s(x):\n\treturn {\"%s\": x[\"%s\"] + 1}\n```\n",
    "SELECT %s, count(*) FROM \"%s\" WHERE %s > 10 GROUP BY 1;\n",
    "C:\\Users\\%s\\%s\\%s.txt ",
    "<a href=\"https://example.com/%s?q=%s\">%s</a>\n",
  };
  private static final int RARE_WORDS = 4000;
  private static final int WORDS_A_LINE = 14;

  private static final int TICKETS = 1 << 16;

  private final RandomGenerator random;
  private final String[] tickets = new String[TICKETS];

  Prose(RandomGenerator random) {
    this.random = random;
    String[] words = vocabulary();
    for (int i = 0; i < TICKETS; i++) {
      tickets[i] = words[(int) Math.pow(words.length, (double) i / TICKETS) - 1];
    }
  }

  private String[] vocabulary() {
    String[] words = Arrays.copyOf(COMMON, COMMON.length + RARE_WORDS);
    for (int i = COMMON.length; i < words.length; i++) {
      StringBuilder word = new StringBuilder();
      for (int n = 2 + random.nextInt(3); n > 0; n--) {
        word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
      }
      words[i] = word.toString();
    }
    return words;
  }

  /** A word; the n-th of the vocabulary is n times rarer than the first. */
  String word() {
    return tickets[random.nextInt(TICKETS)];
  }

  /** A few words, for a name or a title. */
  String phrase(int count) {
    StringBuilder phrase = new StringBuilder(word());
    for (int i = 1; i < count; i++) {
      phrase.append(' ').append(word());
    }
    return phrase.toString();
  }

  /** Text of about this many bytes in UTF-8. */
  String text(int size) {
    StringBuilder text = new StringBuilder(size + 32);
    while (text.length() < size) {
      sentence(text);
    }
    return text.toString();
  }

  private void sentence(StringBuilder text) {
    int from = text.length();
    for (int n = 4 + random.nextInt(WORDS_A_LINE); n > 0; n--) {
      text.append(word()).append(n == 1 ? "" : " ");
    }
    text.setCharAt(from, Character.toUpperCase(text.charAt(from)));
    switch (random.nextInt(40)) {
      case 0, 1 -> text.append(": ").append(FOREIGN[random.nextInt(FOREIGN.length)]);
      case 2 ->
          text.append(": ")
              .append(String.format(CODE[random.nextInt(CODE.length)], word(), word(), word()));
      case 3, 4, 5 -> text.append(", ").append(random.nextInt(100_000) / 100.0).append(" %. ");
      case 6, 7 -> text.append(".\n\n");
      default -> text.append(". ");
    }
  }
}
