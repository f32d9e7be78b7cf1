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
import io.iptstreams.task.Ability;
import io.iptstreams.task.Task;
import io.iptstreams.task.TaskSet;
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
 * @param weightsSha256 SHA-256 of {@code weights.safetensors} in 64 lower-case hexadecimal digits,
 *     by which damage is seen; null in cards that nobody wrote to a folder, or long ago
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
    String weightsSha256,
    Map<String, Object> training,
    Map<String, Object> measured) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  /**
   * One head of the card.
   *
   * @param id name of its task; {@code denoise} for noise of any strength within a range
   * @param scale by how much it enlarges
   * @param sigma lowest and highest standard deviation that the head can be told, for {@code
   *     denoise}; else absent
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TaskEntry(String id, int scale, List<Integer> sigma) {
    private static final String ANY_NOISE = "denoise";

    public TaskEntry {
      if (id == null) {
        throw new IllegalArgumentException("a task has an id");
      }
      sigma = sigma == null ? null : List.copyOf(sigma);
      if (sigma != null && !id.equals(ANY_NOISE)) {
        throw new IllegalArgumentException("only the task denoise has sigma, not " + id);
      }
    }

    /** The entry of a head with that ability. */
    public static TaskEntry of(Ability ability) {
      if (ability instanceof Ability.DenoiseRange range) {
        return new TaskEntry(ANY_NOISE, 1, List.of(range.lowest(), range.highest()));
      }
      Task task = ability.example();
      return new TaskEntry(task.id(), task.scale(), null);
    }

    /** What the head undoes: a range of noise, a built-in task, or one of the user's own. */
    public Ability ability() {
      if (sigma != null) {
        if (sigma.size() != 2 || scale != 1) {
          throw new IllegalArgumentException(
              "denoise has scale 1 and two sigmas, the lowest and the highest");
        }
        return new Ability.DenoiseRange(sigma.get(0), sigma.get(1));
      }
      try {
        Task known = Task.of(id);
        if (known.scale() == scale) {
          return new Ability.Single(known);
        }
      } catch (IllegalArgumentException notBuiltIn) {
        return new Ability.Single(new Task.Custom(id, scale));
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
      entry.ability();
      if (!seen.add(entry.id())) {
        throw new IllegalArgumentException("task " + entry.id() + " is listed twice");
      }
    }
    int step = architecture.window() * architecture.stem();
    if (tile < step || tile % step != 0 || tile > 4096) {
      throw new IllegalArgumentException(
          "tile must be a multiple of " + step + " pixels up to 4096, got " + tile);
    }
    if (weightsSha256 != null && !weightsSha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "weightsSha256 must be 64 digits of 0-9a-f, got \"" + weightsSha256 + "\"");
    }
    training = training == null ? Map.of() : training;
    measured = measured == null ? Map.of() : measured;
  }

  /** The card of a model that lies in no folder yet. */
  public ModelCard(
      String name,
      Architecture architecture,
      List<TaskEntry> tasks,
      int tile,
      Map<String, Object> training,
      Map<String, Object> measured) {
    this(name, architecture, tasks, tile, null, training, measured);
  }

  /** The same beside a file of weights with that digest. */
  ModelCard withWeightsSha256(String digest) {
    return new ModelCard(name, architecture, tasks, tile, digest, training, measured);
  }

  /** What the model can undo, in head order. */
  public TaskSet taskSet() {
    return new TaskSet(tasks.stream().map(TaskEntry::ability).toList());
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
