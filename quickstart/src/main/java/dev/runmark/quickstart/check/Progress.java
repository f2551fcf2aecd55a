package dev.runmark.quickstart.check;

/** Is told how far an audit is. */
@FunctionalInterface
public interface Progress {

  Progress NONE = (stage, done, all) -> {};

  /**
   * Called often.
   *
   * @param all how much there is to do; 0 when that is not known
   */
  void at(String stage, long done, long all);
}
