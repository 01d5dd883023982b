package dev.understudy.app;

import dev.understudy.config.ConfigException;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.ServerConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of every command that works on a server's data. */
final class ServerOptions {

  @Option(names = "--config", paramLabel = "FILE", description = "Settings over the defaults.")
  private @Nullable Path config;

  @Option(names = "--catalog", paramLabel = "DIR", description = "Folder of <provider>.json files.")
  private @Nullable Path catalog;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for what the server keeps (.data).")
  private @Nullable Path data;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = "embedded (the default), postgresql://..., or memory.")
  private @Nullable String store;

  @Option(
      names = "--accept-loss",
      description = "Start with what is good of a damaged store; the rest is set aside.")
  private boolean acceptLoss;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Sets any key; may be repeated.")
  private List<String> settings = List.of();

  /**
   * The settings: the defaults, then the file, the environment and the flags.
   *
   * @param port null for that of the settings
   * @param host null for that of the settings
   * @throws ConfigException with every fault
   */
  ServerConfig settled(@Nullable String port, @Nullable String host) {
    ConfigLoader loader = new ConfigLoader();
    if (config != null) {
      loader.file(config);
    }
    loader.environment(System.getenv());
    settings.forEach(loader::set);
    set(loader, "http.port", port);
    set(loader, "http.host", host);
    set(loader, "catalog.dir", catalog == null ? null : catalog.toAbsolutePath().toString());
    set(loader, "data.dir", data == null ? null : data.toAbsolutePath().toString());
    set(loader, "store.url", store);
    set(loader, "store.accept_loss", acceptLoss ? "true" : null);
    return loader.load(Path.of(System.getProperty("understudy.home", "")).toAbsolutePath());
  }

  private static void set(ConfigLoader loader, String key, @Nullable String value) {
    if (value != null) {
      loader.set(key, value);
    }
  }
}
