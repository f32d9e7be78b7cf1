package io.iptstreams.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/**
 * A compose file as it stands when nothing is set in the environment.
 *
 * @param services by name, each as the file has it
 * @param volumes names of those that are not folders of the project
 */
record ComposeFile(Map<String, Map<String, Object>> services, List<String> volumes) {
  private static final Pattern WITH_DEFAULT = Pattern.compile("\\$\\{\\w+:-([^}]*)}");

  static ComposeFile read() {
    return read(Path.of("docker-compose.yml"));
  }

  static ComposeFile read(Path file) {
    try {
      String text = WITH_DEFAULT.matcher(Files.readString(file)).replaceAll("$1");
      Map<String, Object> root = new Yaml().load(text.replace("$$", "$"));
      return new ComposeFile(
          asMap(root.get("services")), List.copyOf(asMap(root.get("volumes")).keySet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, Object> service(String name) {
    return services.get(name);
  }

  /** Words after the entrypoint. */
  List<String> command(String service) {
    return strings(service(service).get("command"));
  }

  /** The script that a service runs and ends with. */
  String script(String service) {
    return command(service).get(0);
  }

  Map<String, Object> environment(String service) {
    return asMap(service(service).get("environment"));
  }

  /** What a service mounts, by its place there. */
  Map<String, String> mounts(String service) {
    return strings(service(service).get("volumes")).stream()
        .map(mount -> mount.split(":"))
        .collect(Collectors.toMap(parts -> parts[1], parts -> parts[0]));
  }

  @SuppressWarnings("unchecked")
  static <T> Map<String, T> asMap(Object value) {
    return value == null ? Map.of() : (Map<String, T>) value;
  }

  @SuppressWarnings("unchecked")
  static List<String> strings(Object value) {
    return value == null ? List.of() : (List<String>) value;
  }
}
