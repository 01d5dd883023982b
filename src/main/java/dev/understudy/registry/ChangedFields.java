package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** In which fields two definitions differ. */
final class ChangedFields {

  private static final RecordComponent[] COMPONENTS = ModelDefinition.class.getRecordComponents();

  private ChangedFields() {}

  /** JSON names, in the order of the record. */
  static List<String> between(ModelDefinition before, ModelDefinition after) {
    List<String> names = new ArrayList<>();
    for (RecordComponent component : COMPONENTS) {
      if (!Objects.equals(value(component, before), value(component, after))) {
        names.add(jsonName(component.getName()));
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
