package io.iptstreams.cli;

import static java.util.stream.Collectors.joining;

import io.iptstreams.stream.TagRule;
import java.util.OptionalInt;

/** A rule of a topology in plain words. */
final class RuleWords {
  private RuleWords() {}

  /** Which records: {@code header ce_stream is "yard-*"}. */
  static String when(TagRule.Condition condition) {
    if (condition instanceof TagRule.HeaderIs header) {
      return "header " + header.header() + " is " + quoted(header.is().pattern());
    }
    if (condition instanceof TagRule.KeyIs key) {
      return "key is " + quoted(key.is().pattern());
    }
    if (condition instanceof TagRule.TopicIs topic) {
      return "topic is " + quoted(topic.is().pattern());
    }
    return "all others";
  }

  /** What is done with them: {@code undo derain, then denoise of sigma 25}. */
  static String then(TagRule rule) {
    if (rule.verdict() instanceof TagRule.Restore restore) {
      return "undo "
          + restore.tasks().stream()
              .map(task -> task(task, restore.strength()))
              .collect(joining(", then "))
          + restore.model().map(name -> ", by model " + name).orElse("")
          + rule.sink().map(topic -> ", to " + topic).orElse("");
    }
    return rule.verdict() instanceof TagRule.Pass
        ? "pass on as they are" + rule.sink().map(topic -> ", to " + topic).orElse("")
        : "make dead letters"
            + rule.sink().map(topic -> "; with a task of their own, to " + topic).orElse("");
  }

  private static String task(String name, OptionalInt sigma) {
    if (!name.equals("denoise")) {
      return name;
    }
    return sigma.isPresent()
        ? "denoise of sigma " + sigma.getAsInt() + " or the record's own"
        : "denoise of the record's own sigma";
  }

  private static String quoted(String pattern) {
    return "\"" + pattern + "\"";
  }
}
