package dev.understudy.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.Capability;
import dev.understudy.model.Cost;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.ModelDefinition;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record comes back from JSON as it was, whatever it leaves unknown. */
class RecordRoundTripTest {

  /** Packages all of whose records travel as JSON. */
  private static final List<String> PACKAGES = List.of("model", "json");

  static Stream<Class<?>> records() throws Exception {
    Path classes =
        Path.of(ModelDefinition.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return PACKAGES.stream().flatMap(name -> classes(classes, name)).filter(Class::isRecord);
  }

  private static Stream<Class<?>> classes(Path root, String name) {
    try (Stream<Path> files = Files.list(root.resolve("dev/understudy/" + name))) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .sorted()
          .<Class<?>>map(RecordRoundTripTest::load)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Class<?> load(String file) {
    String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(name, e);
    }
  }

  @Test
  void scan_findsNestedRecordsToo() throws Exception {
    assertThat(records()).contains(ModelDefinition.class, Cost.class, Cost.Line.class);
  }

  @ParameterizedTest
  @MethodSource("records")
  void full_comesBackEqual(Class<?> type) throws Exception {
    Object full = Samples.full(type);
    for (RecordComponent component : type.getRecordComponents()) {
      component.getAccessor().setAccessible(true);
      assertThat(component.getAccessor().invoke(full)).as(component.getName()).isNotNull();
    }
    assertComesBack(type, full);
  }

  @ParameterizedTest
  @MethodSource("records")
  void sparse_comesBackEqual(Class<?> type) throws Exception {
    assertComesBack(type, Samples.sparse(type));
  }

  @ParameterizedTest
  @EnumSource(Capability.class)
  void capabilities_trueFalseAndUnknown_comeBackEqual(Capability capability) throws Exception {
    for (Boolean value : new Boolean[] {true, false, null}) {
      ModelCapabilities capabilities = ModelCapabilities.UNKNOWN.with(capability, value);
      assertComesBack(ModelCapabilities.class, capabilities);
    }
  }

  @Test
  void definition_fieldNames_areTheContracts() {
    ModelDefinition model = Samples.full(ModelDefinition.class);
    assertThat(Json.tree(model).fieldNames())
        .toIterable()
        .containsExactly(
            ("id,name,owned_by,provider,family,created,description,version,status,aliases,tags,"
                    + "endpoints,capabilities,modalities,context_window,max_input_tokens,"
                    + "max_output_tokens,embedding_dimensions,pricing,reference_offers,"
                    + "latency_profile,training_data_cutoff,release_date,deprecation_date,"
                    + "retirement_date,successor,open_weights,license,parameter_count,base_model,"
                    + "parent,root,metadata,origin,sources,derived")
                .split(","));
  }

  private static void assertComesBack(Class<?> type, Object value) throws IOException {
    byte[] written = Json.bytes(value);
    Object read = Json.mapper().readValue(written, type);
    assertThat(read).as(type.getName()).isEqualTo(value);
    assertThat(text(Json.bytes(read))).as(type.getName()).isEqualTo(text(written));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
