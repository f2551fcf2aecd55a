package dev.runmark.quickstart.secrets;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.runtime.rest.HttpMethodWrapper;
import org.apache.flink.runtime.rest.handler.RestHandlerSpecification;

/**
 * Every path that Flink's REST API answers a GET on, as Flink's own classes declare them: a route
 * that a new version adds is asked too.
 */
final class FlinkGets {

  private static final Pattern PLACE = Pattern.compile(":[a-z]+");

  private FlinkGets() {}

  /** The paths with places such as {@code :jobid}. */
  static List<String> declared() throws IOException, URISyntaxException {
    Path jar =
        Path.of(
            RestHandlerSpecification.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    TreeSet<String> paths = new TreeSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (String name :
          file.stream().map(Object::toString).filter(n -> n.endsWith("Headers.class")).toList()) {
        specification(name.replace('/', '.').replace(".class", "")).stream()
            .filter(route -> route.getHttpMethod() == HttpMethodWrapper.GET)
            .forEach(route -> paths.add(route.getTargetRestEndpointURL()));
      }
    }
    return List.copyOf(paths);
  }

  private static List<RestHandlerSpecification> specification(String name) {
    try {
      Class<?> type = Class.forName(name);
      if (!RestHandlerSpecification.class.isAssignableFrom(type)
          || Modifier.isAbstract(type.getModifiers())) {
        return List.of();
      }
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return List.of((RestHandlerSpecification) constructor.newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("what " + name + " declares cannot be seen", e);
    }
  }

  /**
   * The path with each of the values in its places; none when there is a place that nothing stands
   * for.
   */
  static List<String> filled(String path, Map<String, List<String>> values) {
    Matcher place = PLACE.matcher(path);
    if (!place.find()) {
      return List.of(path);
    }
    List<String> filled = new ArrayList<>();
    for (String value : values.getOrDefault(place.group(), List.of())) {
      String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
      String one = path.substring(0, place.start()) + encoded + path.substring(place.end());
      filled.addAll(filled(one, values));
    }
    return filled;
  }
}
