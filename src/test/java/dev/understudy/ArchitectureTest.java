package dev.understudy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the direction in which packages depend on each other. */
class ArchitectureTest {

  private static final String ROOT = "dev.understudy.";

  /** What each package may depend on; nothing depends on app. */
  private static final Map<String, Set<String>> ALLOWED = new LinkedHashMap<>();

  static {
    ALLOWED.put("model", Set.of());
    ALLOWED.put("json", Set.of("model"));
    ALLOWED.put("address", Set.of("model"));
    ALLOWED.put("config", Set.of("source", "json", "model"));
    ALLOWED.put("catalog", Set.of("json", "model"));
    ALLOWED.put("source", Set.of("address", "catalog", "registry", "store", "json", "model"));
    ALLOWED.put("registry", Set.of("json", "model"));
    ALLOWED.put("store", Set.of("address", "discovery", "usage", "registry", "json", "model"));
    ALLOWED.put("usage", Set.of("json", "model"));
    ALLOWED.put("discovery", Set.of("registry", "model"));
    ALLOWED.put("text", Set.of("model"));
    ALLOWED.put("schema", Set.of("text", "model"));
    ALLOWED.put("content", Set.of("text", "schema", "json", "model"));
    ALLOWED.put("simulation", Set.of("content", "text", "json", "model"));
    ALLOWED.put("wire", Set.of("simulation", "content", "text", "json", "model"));
    ALLOWED.put("openai", Set.of("wire", "simulation", "content", "text", "json", "model"));
    ALLOWED.put("fault", Set.of("content", "text", "simulation", "json", "model"));
    ALLOWED.put("retrieval", Set.of("wire", "content", "text", "simulation", "json", "model"));
    ALLOWED.put("anthropic", Set.of("wire", "simulation", "content", "text", "json", "model"));
    ALLOWED.put("fit", Set.of("content", "text", "simulation", "json", "model"));
    ALLOWED.put(
        "metrics",
        Set.of(
            "webhook",
            "source",
            "feed",
            "store",
            "fault",
            "content",
            "text",
            "simulation",
            "model"));
    ALLOWED.put("feed", Set.of("bus", "store", "registry", "json", "model"));
    ALLOWED.put("webhook", Set.of("address", "feed", "bus", "store", "registry", "json", "model"));
    ALLOWED.put(
        "bus",
        Set.of(
            "source",
            "store",
            "usage",
            "registry",
            "discovery",
            "content",
            "text",
            "simulation",
            "json",
            "model"));
    ALLOWED.put(
        "worker", Set.of("bus", "registry", "discovery", "content", "text", "simulation", "model"));
    ALLOWED.put(
        "http",
        Set.of(
            "address",
            "source",
            "openai",
            "feed",
            "fault",
            "retrieval",
            "anthropic",
            "wire",
            "bus",
            "store",
            "usage",
            "registry",
            "discovery",
            "content",
            "text",
            "simulation",
            "config",
            "json",
            "model"));
    ALLOWED.put(
        "app",
        Set.of(
            "address",
            "source",
            "openai",
            "anthropic",
            "wire",
            "http",
            "worker",
            "fit",
            "metrics",
            "feed",
            "webhook",
            "store",
            "fault",
            "bus",
            "usage",
            "registry",
            "discovery",
            "simulation",
            "content",
            "text",
            "catalog",
            "config",
            "json",
            "model"));
  }

  /** What makes its thread wait, in all overloads. */
  private static final Map<Class<?>, Set<String>> WAITS =
      Map.of(
          Future.class, Set.of("await"),
          java.util.concurrent.Future.class, Set.of("get", "join"),
          Thread.class, Set.of("sleep", "join"),
          Object.class, Set.of("wait"),
          LockSupport.class, Set.of("park", "parkNanos", "parkUntil"),
          CountDownLatch.class, Set.of("await"),
          Condition.class, Set.of("await", "awaitNanos", "awaitUntil", "awaitUninterruptibly"),
          Semaphore.class, Set.of("acquire", "acquireUninterruptibly"),
          BlockingQueue.class, Set.of("take", "put"),
          ExecutorService.class, Set.of("awaitTermination", "invokeAll", "invokeAny", "close"));

  private static boolean waits(JavaClass owner, String method) {
    return WAITS.entrySet().stream()
        .anyMatch(wait -> owner.isAssignableTo(wait.getKey()) && wait.getValue().contains(method));
  }

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.understudy");

  @Test
  void everyPackage_isKnownHere() {
    Set<String> packages =
        CLASSES.stream()
            .map(JavaClass::getPackage)
            .map(JavaPackage::getName)
            .map(name -> name.substring(ROOT.length()))
            .collect(Collectors.toSet());
    assertThat(packages).isEqualTo(ALLOWED.keySet());
  }

  @Test
  void packages_dependInOneDirection() {
    ALLOWED.forEach(
        (name, allowed) -> {
          String[] others =
              ALLOWED.keySet().stream()
                  .filter(other -> !other.equals(name) && !allowed.contains(other))
                  .map(other -> ROOT + other + "..")
                  .toArray(String[]::new);
          if (others.length > 0) {
            noClasses()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(CLASSES);
          }
        });
    slices().matching("dev.understudy.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** So that a newcomer can trust what a package says of itself. */
  @Test
  void packageInfos_nameWhatIsImported() throws IOException {
    for (String name : ALLOWED.keySet()) {
      Path sources = Path.of("src/main/java/dev/understudy", name);
      String info = Files.readString(sources.resolve("package-info.java"));
      int depends = info.indexOf("Depends on {@code");
      if (depends >= 0) {
        assertThat(found("\\{@code\\s+(?:\\*\\s+)?([a-z]+)}", info.substring(depends)))
            .as(name)
            .isEqualTo(imported(name, sources));
      }
    }
  }

  private static Set<String> imported(String name, Path sources) throws IOException {
    Set<String> all = new TreeSet<>();
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.toList()) {
        all.addAll(
            found("import (?:static )?dev\\.understudy\\.([a-z]+)\\.", Files.readString(file)));
      }
    }
    all.remove(name);
    return all;
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theDomain_isPlainJava() {
    classes()
        .that()
        .resideInAPackage(ROOT + "model..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", ROOT + "model..")
        .check(CLASSES);
  }

  @Test
  void vertx_staysInTheAdapters() {
    noClasses()
        .that(
            resideInAnyPackage(
                ROOT + "model..",
                ROOT + "json..",
                ROOT + "config..",
                ROOT + "catalog..",
                ROOT + "registry..",
                ROOT + "discovery..",
                ROOT + "content..",
                ROOT + "text..",
                ROOT + "schema..",
                ROOT + "wire..",
                ROOT + "openai..",
                ROOT + "fault..",
                ROOT + "retrieval..",
                ROOT + "anthropic..",
                ROOT + "fit.."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "usage..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.vertx..", "io.netty..")
                .and(not(belongToAnyOf(Future.class, Promise.class))))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "simulation..")
        .and()
        .haveNameNotMatching(".*\\.(Pacer|TokenStream|[A-Za-z]+Clock)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
        .check(CLASSES);
  }

  /** The main thread may wait for the server, and old code that uses the map for its writes. */
  @Test
  void onlyTheMainThreadAndTheMap_wait() {
    Set<String> waiting =
        CLASSES.stream()
            .flatMap(type -> type.getAccessesFromSelf().stream())
            .filter(access -> waits(access.getTargetOwner(), access.getName()))
            .map(access -> access.getOriginOwner().getName())
            .collect(Collectors.toSet());
    assertThat(waiting)
        .containsExactlyInAnyOrder(
            ROOT + "app.Main", ROOT + "app.SnapshotWork", ROOT + "registry.ModelRegistryAdapter");
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.(ModelRegistryAdapter|BusWrites)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(CompletionStage.class)
        .check(CLASSES);
  }
}
