package io.iptstreams.model;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a model says about itself, {@code card.json} in its folder.
 *
 * @param name name of the model
 * @param architecture sizes of its network
 * @param tasks what it can undo, in head order
 * @param tile side in pixels of the tiles it is fed with: a multiple of window · stem
 * @param training how it was made: data, plan, seed, versions, time; free words and numbers
 * @param measured what it reached, in dB, with data set, channel and border in the name of each
 *     number
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ModelCard(
    String name,
    Architecture architecture,
    List<TaskEntry> tasks,
    int tile,
    Map<String, Object> training,
    Map<String, Object> measured) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  /** One task of the card: its name and by how much it enlarges. */
  public record TaskEntry(String id, int scale) {
    public TaskEntry {
      if (id == null) {
        throw new IllegalArgumentException("a task has an id");
      }
    }

    /** The task of that name, or one of the user's own. */
    public Task task() {
      try {
        Task known = Task.of(id);
        if (known.scale() == scale) {
          return known;
        }
      } catch (IllegalArgumentException notBuiltIn) {
        return new Task.Custom(id, scale);
      }
      throw new IllegalArgumentException("task " + id + " cannot have scale " + scale);
    }
  }

  public ModelCard {
    if (name == null || !name.matches("[A-Za-z0-9._-]{1,80}")) {
      throw new IllegalArgumentException(
          "name must be 1 to 80 letters, digits, dots and dashes, got \"" + name + "\"");
    }
    if (architecture == null
        || tasks == null
        || tasks.isEmpty()
        || tasks.size() > 64
        || tasks.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("a card has an architecture and 1 to 64 tasks");
    }
    tasks = List.copyOf(tasks);
    Set<String> seen = new HashSet<>();
    for (TaskEntry entry : tasks) {
      entry.task();
      if (!seen.add(entry.id())) {
        throw new IllegalArgumentException("task " + entry.id() + " is listed twice");
      }
    }
    int step = architecture.window() * architecture.stem();
    if (tile < step || tile % step != 0 || tile > 4096) {
      throw new IllegalArgumentException(
          "tile must be a multiple of " + step + " pixels up to 4096, got " + tile);
    }
    training = training == null ? Map.of() : training;
    measured = measured == null ? Map.of() : measured;
  }

  /** The tasks, in head order. */
  public List<Task> taskList() {
    return tasks.stream().map(TaskEntry::task).toList();
  }

  /** Scale of each task, in head order. */
  List<Integer> scales() {
    return tasks.stream().map(TaskEntry::scale).toList();
  }

  /**
   * Reads {@code card.json}.
   *
   * @throws ModelException saying what is wrong with it
   */
  public static ModelCard read(byte[] json) {
    try {
      ModelCard card = JSON.readValue(json, ModelCard.class);
      if (card == null) {
        throw new ModelException("card.json: is the word null, not a card");
      }
      return card;
    } catch (JsonMappingException e) {
      String place =
          e.getPath().stream()
              .map(JsonMappingException.Reference::getFieldName)
              .collect(joining("."));
      String reason =
          e.getCause() instanceof IllegalArgumentException bad
              ? bad.getMessage()
              : e.getOriginalMessage();
      throw new ModelException("card.json: " + (place.isEmpty() ? "" : place + ": ") + reason, e);
    } catch (JsonProcessingException e) {
      // Jackson's pointer to its own source adds nothing here.
      String reason = e.getOriginalMessage().replaceAll("\\s*\\(start marker at .*", "");
      throw new ModelException("card.json: is no JSON: " + reason, e);
    } catch (IOException e) {
      throw new ModelException("card.json: " + e.getMessage(), e);
    }
  }

  /** The card as {@code card.json}. */
  public String toJson() {
    try {
      DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
      lines.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
      return JSON.writer(lines).writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new ModelException(
          "the card of " + name + " cannot be written: " + e.getOriginalMessage(), e);
    }
  }
}
