package io.iptstreams.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A JSON Schema among the resources, as an editor would use it. */
public final class SettingsSchema {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode node;
  private final Schema schema;

  private SettingsSchema(JsonNode node) {
    this.node = node;
    this.schema = REGISTRY.getSchema(node);
  }

  /** The schema of that name, e.g. {@code topology}. */
  public static SettingsSchema of(String name) {
    try (InputStream in =
        SettingsSchema.class.getResourceAsStream("/schema/" + name + ".schema.json")) {
      return new SettingsSchema(JSON.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a settings file, in the words of the validator. */
  public List<String> mistakes(String yaml) {
    Object file = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    return texts(schema.validate(JSON.<JsonNode>valueToTree(file)));
  }

  /** Checks that every file of a folder is good and says in its first line where the schema is. */
  public void assertGood(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList())
          .isNotEmpty()
          .allSatisfy(
              file -> {
                String text = Files.readString(file);
                assertThat(mistakes(text)).as("%s", file).isEmpty();
                String schema = text.lines().findFirst().orElseThrow().split("schema=")[1];
                assertThat(file.resolveSibling(schema)).isRegularFile();
              });
    }
  }

  /** What is wrong with the schema itself. */
  public List<String> ownMistakes() {
    Schema meta =
        REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    return texts(meta.validate(node));
  }

  private static List<String> texts(List<Error> errors) {
    return errors.stream().map(Error::toString).toList();
  }
}
