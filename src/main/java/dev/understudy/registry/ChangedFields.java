package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** In which fields two definitions differ. Safe on any thread. */
public final class ChangedFields {

  private static final List<Field> FIELDS =
      Arrays.stream(ModelDefinition.class.getRecordComponents()).map(Field::of).toList();

  private ChangedFields() {}

  /** JSON names, in the order of the record. */
  public static List<String> between(ModelDefinition before, ModelDefinition after) {
    List<String> names = new ArrayList<>();
    for (Field field : FIELDS) {
      if (!Objects.equals(field.value.apply(before), field.value.apply(after))) {
        names.add(field.jsonName);
      }
    }
    return List.copyOf(names);
  }

  private record Field(String jsonName, Function<ModelDefinition, @Nullable Object> value) {

    static Field of(RecordComponent component) {
      String jsonName = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
      return new Field(jsonName, getter(component));
    }

    /** As fast as a call: every write asks for every field, twice. */
    @SuppressWarnings("unchecked") // the type is the one that is asked for
    private static Function<ModelDefinition, @Nullable Object> getter(RecordComponent component) {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      try {
        MethodHandle accessor = lookup.unreflect(component.getAccessor());
        return (Function<ModelDefinition, @Nullable Object>)
            LambdaMetafactory.metafactory(
                    lookup,
                    "apply",
                    MethodType.methodType(Function.class),
                    MethodType.methodType(Object.class, Object.class),
                    accessor,
                    accessor.type())
                .getTarget()
                .invoke();
      } catch (Throwable e) { // which is what an invocation may throw
        throw new IllegalStateException(component.toString(), e); // accessors are public and bare
      }
    }
  }
}
