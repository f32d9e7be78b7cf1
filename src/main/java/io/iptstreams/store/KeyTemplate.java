package io.iptstreams.store;

import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key that a restored picture gets, made of that of its source: {@code
 * restored/{folder}{name}.{task}.{ending}} makes {@code restored/yard/0001.derain.png} of {@code
 * yard/0001.png}.
 *
 * <pre>
 *   {key}     the source's key             yard/0001.png
 *   {folder}  of it, what is before {name} yard/
 *   {name}    without folder and ending    0001
 *   {ending}  what is after the last dot   png
 *   {task}    what was undone              derain
 * </pre>
 *
 * <p>{@code {folder}} is empty if there is none; of a name without ending, {@code {ending}} is
 * empty and takes a dot before it along. A template starts with a folder that only results are in,
 * so that they are recognised and never restored again. Two sources have two results if it has
 * {@code {key}}, or folder, name and ending; with fewer, equal names in two folders have one.
 */
public record KeyTemplate(String text) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(key|folder|name|ending|task)}");

  /** With everything that a key may have, and with nothing that it may lack. */
  private static final List<String> SAMPLES = List.of("folder/name.png", "name");

  /**
   * A template.
   *
   * @throws IllegalArgumentException if it makes no good keys; the message starts with "must"
   */
  public KeyTemplate {
    String literal = PLACEHOLDER.matcher(text).replaceAll("");
    if (literal.indexOf('{') >= 0 || literal.indexOf('}') >= 0) {
      throw new IllegalArgumentException(
          "must have { } around placeholders only; known: {key}, {folder}, {name}, {ending},"
              + " {task}");
    }
    if (!text.contains("{key}") && !text.contains("{name}")) {
      throw new IllegalArgumentException(
          "must have {key} or {name}; else all results would be one object");
    }
    if (prefix(text).isEmpty()) {
      throw new IllegalArgumentException(
          "must start with a folder of its own, such as restored/; else results would be restored"
              + " again");
    }
    for (String sample : SAMPLES) {
      String key = filled(text, sample, "task");
      ObjectKey.fault(key)
          .ifPresent(
              fault -> {
                throw new IllegalArgumentException(
                    "must make good keys; of "
                        + sample
                        + " it makes "
                        + Quoted.of(key)
                        + ", which "
                        + fault);
              });
    }
  }

  /**
   * The key of the result.
   *
   * @param source key of the picture in the store that it came from
   * @param task its name, e.g. {@code derain}
   * @throws StoreException of kind OUTSIDE if no object can have it, since it is too long
   */
  public String key(String source, String task) {
    return ObjectKey.checked(filled(text, source, task));
  }

  /** Whether a key may be one of this template's, in the store that results are put into. */
  public boolean makes(String key) {
    return key.startsWith(prefix(text));
  }

  /**
   * Whether an object may be a result of this template, whichever store it was found through: the
   * same bucket may be the source's as a whole and the results' under a prefix.
   *
   * @param results the store that results are put into
   */
  public boolean makes(Store results, URI reference) {
    return results.holds(reference) && makes(results.key(reference));
  }

  private static String prefix(String text) {
    String before = text.substring(0, text.indexOf('{'));
    return before.substring(0, before.lastIndexOf('/') + 1);
  }

  private static String filled(String text, String source, String task) {
    int nameAt = source.lastIndexOf('/') + 1;
    int dot = source.lastIndexOf('.');
    boolean hasEnding = dot > nameAt && dot < source.length() - 1;
    String stem = source.substring(nameAt, hasEnding ? dot : source.length());
    return PLACEHOLDER
        .matcher(hasEnding ? text : text.replace(".{ending}", ""))
        .replaceAll(
            placeholder ->
                Matcher.quoteReplacement(
                    switch (placeholder.group(1)) {
                      case "key" -> source;
                      case "folder" -> source.substring(0, nameAt);
                      case "name" -> stem;
                      case "ending" -> hasEnding ? source.substring(dot + 1) : "";
                      default -> task;
                    }));
  }

  @Override
  public String toString() {
    return text;
  }
}
