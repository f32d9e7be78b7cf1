package io.iptstreams.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** The way into a settings file. Reads SnakeYAML's node graph: no object is made from a tag. */
public final class Settings {
  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_DEPTH = 20;

  private Settings() {}

  /**
   * Opens a file.
   *
   * @return its top section, nothing of it checked yet
   * @throws SettingsException if it cannot be read or is no YAML section of keys
   */
  public static Section read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw wrong(file + ": there is no such file");
    } catch (CharacterCodingException e) {
      throw wrong(file + ": is not UTF-8 text");
    } catch (IOException e) {
      throw wrong(file + ": cannot be read: " + e.getMessage());
    }
  }

  /**
   * Opens the text of a file.
   *
   * @param file how mistakes call it
   * @throws SettingsException if it is no YAML section of keys
   */
  public static Section parse(String file, String yaml) {
    Node top;
    try {
      top = new Yaml(limits()).compose(new StringReader(yaml));
    } catch (MarkedYAMLException e) {
      throw wrong(
          file + ":" + (e.getProblemMark().getLine() + 1) + ": is not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw wrong(file + ": is not YAML: " + e.getMessage());
    }
    if (!(top instanceof MappingNode mapping)) {
      throw wrong(file + ":1: must be a section of keys and values");
    }
    return Section.top(mapping, new Mistakes(file));
  }

  private static LoaderOptions limits() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(0);
    return options;
  }

  private static SettingsException wrong(String mistake) {
    return new SettingsException(List.of(mistake));
  }
}
