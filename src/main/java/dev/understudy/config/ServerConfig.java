package dev.understudy.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Fields;
import dev.understudy.model.Faults;
import dev.understudy.model.Named;
import dev.understudy.model.ResolveMode;
import dev.understudy.source.SourceSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every setting, with its meaning and range as in {@code conf/understudy.yaml}.
 *
 * @param http the HTTP server
 * @param catalog the catalog files
 * @param registry the registry
 * @param simulation the models that are played
 * @param worker the workers
 * @param usage what models are used for
 * @param store where what was told to the registry is kept
 * @param feed those who follow what changes
 * @param webhooks those who are told what changes
 * @param remote the remote sources
 */
public record ServerConfig(
    Http http,
    CatalogFiles catalog,
    Registry registry,
    Simulation simulation,
    Worker worker,
    Usage usage,
    Store store,
    Feed feed,
    Webhooks webhooks,
    Remote remote) {

  /** More are seldom of use beside the workers; a core is left to these, or streams are late. */
  private static final int USUAL_LOOPS = 4;

  private static final int KEY_BYTES = 32;
  private static final List<String> SCHEMES = List.of("https", "http", "file");

  private static final Pattern SERVER =
      Pattern.compile("https?://(?:[A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?");
  private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s]+");

  /**
   * The HTTP server.
   *
   * @param host address to listen on
   * @param port 0 picks a free one
   * @param eventLoops event loops that serve
   * @param maxBodyBytes largest request body
   * @param bodySeconds within how long after its head a request's body must be there
   * @param idleSeconds how long a connection may be open with no request under way
   * @param drainSeconds how long open requests may go on after SIGTERM
   * @param corsOrigins of which web pages scripts may talk to it; * is any
   * @param url where other servers of the same log reach it; null for its address and port
   */
  public record Http(
      String host,
      int port,
      int eventLoops,
      int maxBodyBytes,
      int bodySeconds,
      int idleSeconds,
      int drainSeconds,
      Set<String> corsOrigins,
      @Nullable String url) {}

  /**
   * The catalog files.
   *
   * @param dir their folder
   * @param providers which to load; empty for all
   * @param reloadSeconds how often to look for edits; 0 never
   */
  public record CatalogFiles(Path dir, Set<String> providers, int reloadSeconds) {}

  /**
   * The registry.
   *
   * @param autoCreate whether simulation routes make up unknown models
   * @param nameRules file of the rules for names as hosts write them
   * @param retiringLeadDays so many days before a model retires it is told; 0 for never
   */
  public record Registry(boolean autoCreate, Path nameRules, int retiringLeadDays) {}

  /**
   * The models that are played.
   *
   * @param resolve how names resolve on simulation routes: strict, alias or fuzzy
   * @param retired what becomes of retired models
   * @param seed the server's part of every seed
   * @param timeScale factor on every duration
   * @param maxTokensPerSecond what all streams may send together; 0 no bound
   * @param scripts file of scripts; null for none
   * @param faults file of rules for injected faults; null for none
   * @param scenarios file of scenarios; null for none
   * @param rateLimit what each API key may ask of each model
   * @param kept how much is kept of streams that have ended
   * @param keptResponses how much is kept of responses
   */
  public record Simulation(
      ResolveMode resolve,
      Retired retired,
      long seed,
      double timeScale,
      int maxTokensPerSecond,
      @Nullable Path scripts,
      @Nullable Path faults,
      @Nullable Path scenarios,
      RateLimit rateLimit,
      Kept kept,
      KeptResponses keptResponses) {}

  /**
   * What each API key may ask of each model.
   *
   * @param requestsPerMinute how many requests, from 1
   * @param tokensPerMinute how many tokens of prompts and answers, from 1
   * @param enforced whether more is refused; else headers tell of it only
   */
  public record RateLimit(int requestsPerMinute, int tokensPerMinute, boolean enforced) {}

  /**
   * How much is kept of streams that have ended.
   *
   * @param simulations how many at most; 0 none
   * @param tokens how many tokens they have together at most
   * @param seconds for how long at most
   */
  public record Kept(int simulations, int tokens, int seconds) {}

  /**
   * How much is kept of responses.
   *
   * @param responses how many at most; 0 none
   * @param bytes their memory at most
   * @param seconds for how long at most
   */
  public record KeptResponses(int responses, int bytes, int seconds) {}

  /**
   * The workers.
   *
   * @param instances how many, from 1
   * @param waitingPlans how many streams may wait to be planned
   * @param cacheEntries how many resolved names are kept
   */
  public record Worker(int instances, int waitingPlans, int cacheEntries) {}

  /**
   * The counts of what models are used for.
   *
   * @param retentionDays for how long they are kept
   * @param flushSeconds how often they are saved
   */
  public record Usage(int retentionDays, int flushSeconds) {}

  /** What becomes of retired models on simulation routes. */
  public enum Retired implements Named {
    /** They are played as before. */
    PLAY,
    /** They are refused as by their vendor. */
    REFUSE;

    private final String jsonName = name().toLowerCase(Locale.ROOT);

    @Override
    public String jsonName() {
      return jsonName;
    }
  }

  /**
   * Where what was told to the registry is kept.
   *
   * @param kind which of the stores
   * @param url of PostgreSQL, with user and password; empty for the others
   * @param dir the data folder, which is there when the server has started, but for a store in
   *     memory
   * @param maxBytes how large an embedded store may become; 0 for no bound
   * @param keepRevisions of how many of the last revisions every version is kept
   * @param keepDays versions older than so many days are not kept; 0 for any age
   * @param acceptLoss start with what is good of a store that is damaged or was cut off
   */
  public record Store(
      StoreKind kind,
      String url,
      Path dir,
      long maxBytes,
      long keepRevisions,
      int keepDays,
      boolean acceptLoss) {}

  /**
   * Those who follow what changes.
   *
   * @param watchers how many may at once, of streams and long polls together
   * @param heartbeatSeconds how often a stream is heard of on which nothing happens
   * @param patienceSeconds for how long one may not read before it is dropped
   */
  public record Feed(int watchers, int heartbeatSeconds, int patienceSeconds) {}

  /**
   * Those who are told what changes.
   *
   * @param endpoints how many there may be
   * @param concurrency how many requests to them may be under way
   * @param timeout for one attempt
   * @param retryFirst how long after the first failure it is tried again, about
   * @param retryLongest how long at most between two attempts
   * @param giveUp how long after its first attempt a message is given up
   * @param disable how long one may fail before it is disabled
   * @param keptAttempts how many attempts are kept of each
   * @param key seals their secrets, in Base64; null for the file in the data folder
   * @param allow addresses, blocks and hosts that are not of the public internet
   */
  public record Webhooks(
      int endpoints,
      int concurrency,
      Duration timeout,
      Duration retryFirst,
      Duration retryLongest,
      Duration giveUp,
      Duration disable,
      int keptAttempts,
      @Nullable String key,
      Set<String> allow) {

    /** Does not tell the key. */
    @Override
    public String toString() {
      return "Webhooks[endpoints=" + endpoints + ", concurrency=" + concurrency + "]";
    }
  }

  /**
   * The remote sources.
   *
   * @param schemes of their URLs, of https, http and file
   * @param allow addresses, blocks and hosts that are not of the public internet
   * @param sources those of the configuration, the one that wins last
   */
  public record Remote(Set<String> schemes, Set<String> allow, List<SourceSpec> sources) {}

  /** Kinds of stores. */
  public enum StoreKind {
    /** A file in the data folder. */
    EMBEDDED,
    /** A PostgreSQL. */
    POSTGRESQL,
    /** Nothing outlives the server. */
    MEMORY
  }

  /** Reads the whole tree; relative paths start at {@code home}. */
  static ServerConfig read(ObjectNode tree, Path home) {
    Faults faults = new Faults();
    Fields fields = new Fields(tree, faults);
    Http http = fields.object("http", ServerConfig::http);
    CatalogFiles catalog = fields.object("catalog", f -> catalog(f, home));
    Registry registry = fields.object("registry", f -> registry(f, home));
    Simulation simulation = fields.object("simulation", f -> simulation(f, home));
    Worker worker = fields.object("worker", ServerConfig::worker);
    Path dir = fields.object("data", f -> home.resolve(text(f, "dir")));
    Store store = dir == null ? null : fields.object("store", f -> store(f, dir));
    Usage usage = fields.object("usage", ServerConfig::usage);
    Feed feed = fields.object("feed", ServerConfig::feed);
    Webhooks webhooks = fields.object("webhooks", ServerConfig::webhooks);
    Remote remote = remote(fields);
    fields.refuseOthers();
    if (!faults.none()
        || webhooks == null
        || feed == null
        || http == null
        || catalog == null
        || registry == null
        || simulation == null
        || worker == null
        || usage == null
        || store == null) {
      throw new ConfigException(faults.list());
    }
    return new ServerConfig(
        http, catalog, registry, simulation, worker, usage, store, feed, webhooks, remote);
  }

  private static Http http(Fields fields) {
    return new Http(
        text(fields, "host"),
        (int) whole(fields, "port", 0, 65_535),
        eventLoops(fields),
        (int) whole(fields, "max_body_bytes", 1024, 1 << 30),
        (int) whole(fields, "body_seconds", 1, 86_400),
        (int) whole(fields, "idle_seconds", 1, 86_400),
        (int) whole(fields, "drain_seconds", 0, 3600),
        origins(fields),
        url(fields));
  }

  private static @Nullable String url(Fields fields) {
    String url = text(fields, "url");
    if (url.equals("auto")) {
      return null;
    }
    boolean isUrl = SERVER.matcher(url).matches();
    fields
        .faults()
        .require(isUrl, "url", url, "auto, or http:// or https:// with a host and maybe a port");
    return url;
  }

  private static int eventLoops(Fields fields) {
    int loops = (int) whole(fields, "event_loops", 0, 64);
    int free = Runtime.getRuntime().availableProcessors() - 1;
    return loops == 0 ? Math.max(1, Math.min(USUAL_LOOPS, free)) : loops;
  }

  private static Set<String> origins(Fields fields) {
    Set<String> origins = severalOr("none", fields, "cors_origins");
    for (String origin : origins) {
      boolean fine = origin.equals("*") || ORIGIN.matcher(origin).matches();
      String expected = "none, *, or origins such as http://localhost:3000";
      fields.faults().require(fine, "cors_origins", origin, expected);
    }
    return origins;
  }

  private static CatalogFiles catalog(Fields fields, Path home) {
    return new CatalogFiles(
        home.resolve(text(fields, "dir")),
        severalOr("all", fields, "providers"),
        (int) whole(fields, "reload_seconds", 0, 86_400));
  }

  /** A list, or names with commas between them; none for the word that stands for the usual. */
  private static Set<String> severalOr(String usual, Fields fields, String name) {
    JsonNode value = fields.get(name);
    if (value != null && value.isArray()) {
      fields.faults().require(!value.isEmpty(), name, value, usual + ", or at least one");
      return new TreeSet<>(fields.texts(name));
    }
    String text = text(fields, name);
    return text.equals(usual) ? Set.of() : new TreeSet<>(List.of(text.split("\\s*,\\s*", -1)));
  }

  private static Registry registry(Fields fields, Path home) {
    return new Registry(
        Boolean.TRUE.equals(fields.bool("auto_create")),
        home.resolve(text(fields, "name_rules")),
        (int) whole(fields, "retiring_lead_days", 0, 3_650));
  }

  private static @Nullable Path fileOrNone(String file, Path home) {
    return file.equals("none") ? null : home.resolve(file);
  }

  private static Simulation simulation(Fields fields, Path home) {
    double scale = fields.number("time_scale", 1);
    fields
        .faults()
        .require(scale >= 0 && scale <= 1000, "time_scale", scale, "a number from 0 to 1000");
    return new Simulation(
        Objects.requireNonNullElse(fields.named("resolve", ResolveMode.class), ResolveMode.ALIAS),
        Objects.requireNonNullElse(fields.named("retired", Retired.class), Retired.PLAY),
        whole(fields, "seed", Long.MIN_VALUE, Long.MAX_VALUE),
        scale,
        (int) whole(fields, "max_tokens_per_second", 0, 1_000_000_000),
        fileOrNone(text(fields, "scripts"), home),
        fileOrNone(text(fields, "faults"), home),
        fileOrNone(text(fields, "scenarios"), home),
        new RateLimit(
            (int) whole(fields, "requests_per_minute", 1, 1_000_000_000),
            (int) whole(fields, "tokens_per_minute", 1, 1_000_000_000),
            Boolean.TRUE.equals(fields.bool("enforce_rate_limits"))),
        new Kept(
            (int) whole(fields, "kept_simulations", 0, 1_000_000),
            (int) whole(fields, "kept_tokens", 0, 1_000_000_000),
            (int) whole(fields, "kept_seconds", 0, 86_400)),
        new KeptResponses(
            (int) whole(fields, "kept_responses", 0, 1_000_000),
            (int) whole(fields, "kept_response_bytes", 0, Integer.MAX_VALUE),
            (int) whole(fields, "kept_response_seconds", 0, 2_592_000)));
  }

  private static Worker worker(Fields fields) {
    int instances = (int) whole(fields, "instances", 0, 256);
    int cores = Runtime.getRuntime().availableProcessors();
    return new Worker(
        instances == 0 ? Math.max(1, cores - 1) : instances,
        (int) whole(fields, "waiting_plans", 1, 1_000_000),
        (int) whole(fields, "cache_entries", 0, 10_000_000));
  }

  private static Store store(Fields fields, Path dir) {
    String url = text(fields, "url");
    StoreKind kind =
        switch (url) {
          case "embedded" -> StoreKind.EMBEDDED;
          case "memory" -> StoreKind.MEMORY;
          default -> StoreKind.POSTGRESQL;
        };
    boolean isPostgres = url.startsWith("postgresql://") || url.startsWith("postgres://");
    fields
        .faults()
        .require(
            kind != StoreKind.POSTGRESQL || isPostgres,
            "url",
            url.replaceAll("//.*@", "//...@"),
            "embedded, memory, or postgresql://user:password@host:5432/database");
    return new Store(
        kind,
        kind == StoreKind.POSTGRESQL ? url : "",
        dir,
        whole(fields, "max_bytes", 0, Long.MAX_VALUE),
        whole(fields, "keep_revisions", 1, Long.MAX_VALUE),
        (int) whole(fields, "keep_days", 0, 36_500),
        Boolean.TRUE.equals(fields.bool("accept_loss")));
  }

  private static Feed feed(Fields fields) {
    return new Feed(
        (int) whole(fields, "watchers", 0, 1_000_000),
        (int) whole(fields, "heartbeat_seconds", 1, 3_600),
        (int) whole(fields, "patience_seconds", 1, 3_600));
  }

  private static Webhooks webhooks(Fields fields) {
    String key = text(fields, "key");
    boolean isFile = key.equals("file");
    fields
        .faults()
        .require(isFile || isKey(key), "key", "...", "file, or 32 bytes in Base64 (44 characters)");
    return new Webhooks(
        (int) whole(fields, "endpoints", 0, 10_000),
        (int) whole(fields, "concurrency", 1, 1_000),
        seconds(fields, "timeout_seconds", 300),
        seconds(fields, "retry_first_seconds", 86_400),
        seconds(fields, "retry_longest_seconds", 86_400),
        seconds(fields, "give_up_seconds", 31_536_000),
        seconds(fields, "disable_seconds", 31_536_000),
        (int) whole(fields, "kept_attempts", 1, 100_000),
        isFile ? null : key,
        severalOr("none", fields, "allow"));
  }

  private static boolean isKey(String text) {
    try {
      return Base64.getDecoder().decode(text).length == KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /** A time in seconds, to the millisecond. */
  private static Duration seconds(Fields fields, String name, long most) {
    double value = fields.number(name, 1);
    boolean isGood = value >= 0.001 && value <= most;
    fields.faults().require(isGood, name, value, "a number from 0.001 to " + most);
    return Duration.ofMillis(isGood ? Math.round(value * 1e3) : 1);
  }

  private static Remote remote(Fields fields) {
    Set<String> schemes = severalOr("none", fields, "sources_schemes");
    boolean known = SCHEMES.containsAll(schemes);
    String expected = "none, or some of " + String.join(", ", SCHEMES);
    fields.faults().require(known, "sources_schemes", String.join(",", schemes), expected);
    Set<String> names = new HashSet<>();
    List<SourceSpec> sources =
        fields.objects(
            "sources",
            each -> {
              SourceSpec spec = SourceSpec.read(each);
              spec.check(schemes, each.faults());
              boolean isNew = names.add(spec.name());
              each.faults().require(isNew, "name", spec.name(), "a name of its own");
              return spec;
            });
    return new Remote(schemes, severalOr("none", fields, "sources_allow"), sources);
  }

  private static Usage usage(Fields fields) {
    return new Usage(
        (int) whole(fields, "retention_days", 1, 3_650),
        (int) whole(fields, "flush_seconds", 1, 60));
  }

  private static String text(Fields fields, String name) {
    return Objects.requireNonNullElse(fields.text(name), "");
  }

  private static long whole(Fields fields, String name, long least, long most) {
    Long value = fields.whole(name);
    if (value == null) {
      return least;
    }
    String range = "a whole number from " + least + " to " + most;
    fields.faults().require(value >= least && value <= most, name, value, range);
    return value;
  }
}
