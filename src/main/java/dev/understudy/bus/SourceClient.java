package dev.understudy.bus;

import dev.understudy.model.UnderstudyException;
import dev.understudy.source.SourceRefresh;
import dev.understudy.source.SourceSpec;
import dev.understudy.source.SourceStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/**
 * Remote sources of a server's models, over the local or a clustered bus. A failed future holds an
 * {@link UnderstudyException} with the same code as over HTTP. Safe on any thread; futures complete
 * on the caller's context.
 */
public final class SourceClient {

  /** Longer than any fetch may take, and another one before it. */
  private static final Duration LONGEST_FETCH = Duration.ofMinutes(21);

  private final RegistryClient client;

  /** A client on the bus of that Vert.x. */
  public SourceClient(Vertx vertx) {
    client = new RegistryClient(vertx, LONGEST_FETCH);
  }

  /**
   * Adds a source and waits until its models are there.
   *
   * @return fails, with the source added and tried again later, when it cannot be read
   */
  public Future<SourceStatus> fromUrl(String name, String url) {
    return add(SourceSpec.of(name, url)).compose(added -> refresh(name)).map(SourceRefresh::source);
  }

  /** Adds a source, above all others; it is fetched at once, which is not waited for. */
  public Future<SourceStatus> add(SourceSpec source) {
    return client.request(new BusRequest.AddSource(source));
  }

  /** All sources, the one that wins last. */
  public Future<List<SourceStatus>> list() {
    return client.request(new BusRequest.ListSources()).map(all -> all.sources());
  }

  /** How a source does; fails with NOT_FOUND. */
  public Future<SourceStatus> get(String name) {
    return client.request(new BusRequest.GetSource(name));
  }

  /** Removes a source that was added, and its models. */
  public Future<SourceStatus> remove(String name) {
    return client.request(new BusRequest.RemoveSource(name));
  }

  /** Fetches a source now, and takes what it has. */
  public Future<SourceRefresh> refresh(String name) {
    return refresh(name, false, false);
  }

  /** The same, and takes it whatever was lost. */
  public Future<SourceRefresh> forceRefresh(String name) {
    return refresh(name, true, false);
  }

  /** What {@link #refresh} would do. */
  public Future<SourceRefresh> preview(String name) {
    return refresh(name, false, true);
  }

  /**
   * Fetches a source.
   *
   * @param force whether it is taken whatever was lost
   * @param dryRun whether it is only told what would be done
   */
  public Future<SourceRefresh> refresh(String name, boolean force, boolean dryRun) {
    return client.request(new BusRequest.RefreshSource(name, force, dryRun));
  }
}
