package dev.understudy.bus;

/** Where requests are sent and events are published. */
public final class Addresses {

  /** Takes {@link BusRequest.GetModel}. */
  public static final String GET = "understudy.registry.get";

  /** Takes {@link BusRequest.GetOrCreateModel}. */
  public static final String GET_OR_CREATE = "understudy.registry.get_or_create";

  /** Takes {@link BusRequest.ListModels}. */
  public static final String LIST = "understudy.registry.list";

  /** Takes {@link BusRequest.ListIds}. */
  public static final String LIST_IDS = "understudy.registry.list_ids";

  /** Takes {@link BusRequest.CountModels}. */
  public static final String COUNT = "understudy.registry.count";

  /** Takes {@link BusRequest.GetStats}. */
  public static final String STATS = "understudy.registry.stats";

  /** Takes {@link BusRequest.RegisterModels}. */
  public static final String REGISTER = "understudy.registry.register";

  /** Takes {@link BusRequest.PutModel}. */
  public static final String PUT = "understudy.registry.put";

  /** Takes {@link BusRequest.PatchModel}. */
  public static final String PATCH = "understudy.registry.patch";

  /** Takes {@link BusRequest.RemoveModel}. */
  public static final String REMOVE = "understudy.registry.remove";

  /** Takes {@link BusRequest.ClearModels}. */
  public static final String CLEAR = "understudy.registry.clear";

  /** Takes {@link BusRequest.GetLayers}. */
  public static final String LAYERS = "understudy.registry.layers";

  /** Takes {@link BusRequest.ListVersions}. */
  public static final String VERSIONS = "understudy.registry.versions";

  /** Takes {@link BusRequest.GetKeptFrom}. */
  public static final String KEPT_FROM = "understudy.registry.kept_from";

  /** Takes {@link BusRequest.GetVersion}. */
  public static final String VERSION = "understudy.registry.version";

  /** Takes {@link BusRequest.GetAsOf}. */
  public static final String AS_OF = "understudy.registry.as_of";

  /** Takes {@link BusRequest.DiffVersions}. */
  public static final String DIFF = "understudy.registry.diff";

  /** Takes {@link BusRequest.RollBackModel}. */
  public static final String ROLL_BACK = "understudy.registry.roll_back";

  /** Takes {@link BusRequest.ListChanges}. */
  public static final String CHANGES = "understudy.registry.changes";

  /** Takes {@link BusRequest.ListEvents}. */
  public static final String LIST_EVENTS = "understudy.registry.events";

  /** Takes {@link BusRequest.GetAliasHistory}. */
  public static final String ALIAS_HISTORY = "understudy.registry.alias_history";

  /** Takes {@link BusRequest.SaveSnapshot}. */
  public static final String SAVE = "understudy.registry.save";

  /** Takes {@link BusRequest.RestoreSnapshot}. */
  public static final String RESTORE = "understudy.registry.restore";

  /** Takes {@link BusRequest.ResolveName}. */
  public static final String RESOLVE = "understudy.discovery.resolve";

  /** Takes {@link BusRequest.ResolveNames}. */
  public static final String RESOLVE_ALL = "understudy.discovery.resolve_all";

  /** Takes {@link BusRequest.LearnMatch}. */
  public static final String LEARN = "understudy.discovery.learn";

  /** Takes {@link BusRequest.PopularMatches}. */
  public static final String POPULAR = "understudy.discovery.popular";

  /** Takes {@link BusRequest.MatchHistory}. */
  public static final String HISTORY = "understudy.discovery.history";

  /** Takes {@link BusRequest.SearchModels}. */
  public static final String SEARCH = "understudy.discovery.search";

  /** Takes {@link BusRequest.OpenStream}. */
  public static final String STREAM = "understudy.simulation.stream";

  /** Takes {@link BusRequest.RecordUsage}. */
  public static final String RECORD_USAGE = "understudy.usage.record";

  /** Takes {@link BusRequest.GetUsage}. */
  public static final String USAGE = "understudy.usage.get";

  /** Takes {@link BusRequest.GetTopModels}. */
  public static final String TOP_MODELS = "understudy.usage.top";

  /** Takes {@link BusRequest.CreateWebhook}. */
  public static final String CREATE_WEBHOOK = "understudy.webhooks.create";

  /** Takes {@link BusRequest.ListWebhooks}. */
  public static final String LIST_WEBHOOKS = "understudy.webhooks.list";

  /** Takes {@link BusRequest.GetWebhook}. */
  public static final String GET_WEBHOOK = "understudy.webhooks.get";

  /** Takes {@link BusRequest.UpdateWebhook}. */
  public static final String UPDATE_WEBHOOK = "understudy.webhooks.update";

  /** Takes {@link BusRequest.DeleteWebhook}. */
  public static final String DELETE_WEBHOOK = "understudy.webhooks.delete";

  /** Takes {@link BusRequest.TestWebhook}. */
  public static final String TEST_WEBHOOK = "understudy.webhooks.test";

  /** Takes {@link BusRequest.RotateWebhook}. */
  public static final String ROTATE_WEBHOOK = "understudy.webhooks.rotate";

  /** Takes {@link BusRequest.PauseWebhook}. */
  public static final String PAUSE_WEBHOOK = "understudy.webhooks.pause";

  /** Takes {@link BusRequest.ResumeWebhook}. */
  public static final String RESUME_WEBHOOK = "understudy.webhooks.resume";

  /** Takes {@link BusRequest.ListWebhookAttempts}. */
  public static final String WEBHOOK_ATTEMPTS = "understudy.webhooks.attempts";

  /** Takes {@link BusRequest.ReplayWebhook}. */
  public static final String REPLAY_WEBHOOK = "understudy.webhooks.replay";

  /** Takes {@link BusRequest.ListSources}. */
  public static final String SOURCES = "understudy.sources.list";

  /** Takes {@link BusRequest.GetSource}. */
  public static final String SOURCE = "understudy.sources.get";

  /** Takes {@link BusRequest.AddSource}. */
  public static final String ADD_SOURCE = "understudy.sources.add";

  /** Takes {@link BusRequest.RemoveSource}. */
  public static final String REMOVE_SOURCE = "understudy.sources.remove";

  /** Takes {@link BusRequest.RefreshSource}. */
  public static final String REFRESH_SOURCE = "understudy.sources.refresh";

  /** Every accepted write is published here as a {@link RegistryEvent}. */
  public static final String EVENTS = "understudy.events";

  private Addresses() {}
}
