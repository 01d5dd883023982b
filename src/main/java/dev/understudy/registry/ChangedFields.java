package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** In which fields two definitions differ. Safe on any thread. */
public final class ChangedFields {

  private static final RecordComponent[] COMPONENTS = ModelDefinition.class.getRecordComponents();

  private static final String[] JSON_NAMES =
      Arrays.stream(COMPONENTS)
          .map(component -> jsonName(component.getName()))
          .toArray(String[]::new);

  private ChangedFields() {}

  /** JSON names, in the order of the record. */
  public static List<String> between(ModelDefinition before, ModelDefinition after) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < COMPONENTS.length; i++) {
      if (!Objects.equals(value(COMPONENTS[i], before), value(COMPONENTS[i], after))) {
        names.add(JSON_NAMES[i]);
      }
    }
    return List.copyOf(names);
  }

  private static @Nullable Object value(RecordComponent component, ModelDefinition model) {
    try {
      return component.getAccessor().invoke(model);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component.toString(), e); // accessors are public and bare
    }
  }

  private static String jsonName(String javaName) {
    return javaName.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
