package dev.understudy.source;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.Revision;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.Notice;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.store.Cause;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What lies beneath all that is written: the catalog's files, over them the sources in their order.
 * A model that a source has no longer yields to any other one of that id. Changes are made one
 * after the other, each when the one before is kept. Confined to the registry's event loop.
 */
final class LowerLayer {

  private final ModelRegistry registry;
  private final Writer writer;
  private Collection<ModelDefinition> files;
  private final Map<String, SourceContent> contents = new LinkedHashMap<>();
  private Future<?> changing = Future.succeededFuture();

  /** Makes a write to the registry and keeps it. */
  @FunctionalInterface
  interface Writer {
    Future<RegistryWrite> write(Cause cause, Supplier<RegistryWrite> operation);
  }

  /** The layer of a registry as it was recovered: what it knows of the files, and no source. */
  LowerLayer(ModelRegistry registry, Writer writer) {
    this.registry = registry;
    this.writer = writer;
    this.files =
        registry.catalogLayer().stream()
            .filter(model -> kind(model) == Origin.Kind.CATALOG)
            .toList();
  }

  private static Origin.@Nullable Kind kind(ModelDefinition model) {
    return model.origin() == null ? null : model.origin().kind();
  }

  /** Puts a source above all that are there. */
  void add(String name, SourceContent content) {
    contents.put(name, content);
  }

  /** Forgets what all sources had, which then have to be read anew. */
  void forgetContents() {
    contents.replaceAll((name, content) -> SourceContent.EMPTY);
  }

  /** What a source has. */
  SourceContent content(String name) {
    return contents.getOrDefault(name, SourceContent.EMPTY);
  }

  /** What the registry has of a source, for one whose copy is lost. */
  SourceContent recovered(String name) {
    Origin origin = Origin.source(name);
    return SourceContent.of(
        registry.catalogLayer().stream()
            .filter(model -> origin.equals(model.origin()))
            .map(model -> new SourceContent.Kept(model, null))
            .toList());
  }

  /** Replaces what the files have. */
  Future<RegistryWrite> replaceFiles(Collection<ModelDefinition> read) {
    return next(
        () ->
            writer
                .write(Cause.CATALOG, () -> registry.replaceCatalog(combined(read, contents)))
                .onSuccess(taken -> files = List.copyOf(read)));
  }

  /** Replaces what a source has, and tells of it. */
  Future<RegistryWrite> replace(String name, SourceContent content, Notice notice) {
    return next(() -> write(name, content, notice));
  }

  private Future<RegistryWrite> write(String name, SourceContent content, Notice notice) {
    Map<String, SourceContent> wanted = with(name, content);
    return writer
        .write(
            Cause.SOURCE, () -> registry.replaceCatalog(combined(files, wanted), List.of(notice)))
        .onSuccess(taken -> contents.put(name, content));
  }

  /**
   * Takes away all that a source has.
   *
   * @param notice what is told of it, if it has anything
   */
  Future<Void> empty(String name, Function<SourceContent, Notice> notice) {
    return next(
        () -> {
          SourceContent last = content(name);
          return last.byId().isEmpty()
              ? Future.<Void>succeededFuture()
              : write(name, SourceContent.EMPTY, notice.apply(last)).mapEmpty();
        });
  }

  /** Takes away a source that has nothing. */
  void remove(String name) {
    contents.remove(name);
  }

  /** Tells what moves no model. */
  Future<RegistryWrite> tell(Notice notice) {
    return writer.write(Cause.SOURCE, () -> registry.tell(notice));
  }

  /**
   * Whether a source's content could be replaced so; changes nothing.
   *
   * @return fails when it could not
   */
  Future<Void> check(String name, SourceContent content) {
    return next(
        () -> {
          registry.checkCatalog(combined(files, with(name, content)));
          return Future.succeededFuture();
        });
  }

  /** Of the registry now. */
  Revision revision() {
    return registry.snapshot().revision();
  }

  /** Where what is shown is still to be kept, who comes next would build on what may not be. */
  private <T> Future<T> next(Supplier<Future<T>> change) {
    Future<T> made = changing.transform(before -> change.get());
    changing = made;
    return made;
  }

  private Map<String, SourceContent> with(String name, SourceContent content) {
    Map<String, SourceContent> wanted = new LinkedHashMap<>(contents);
    wanted.put(name, content);
    return wanted;
  }

  private static Collection<ModelDefinition> combined(
      Collection<ModelDefinition> files, Map<String, SourceContent> contents) {
    Map<String, ModelDefinition> models = new LinkedHashMap<>();
    files.forEach(model -> models.put(model.id(), model));
    for (SourceContent content : contents.values()) {
      content.present().forEach(model -> models.put(model.id(), model));
    }
    for (SourceContent content : contents.values()) {
      content.byId().forEach(models::putIfAbsent);
    }
    return models.values();
  }
}
