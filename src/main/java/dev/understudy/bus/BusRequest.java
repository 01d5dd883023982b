package dev.understudy.bus;

import dev.understudy.discovery.LearnedMatch;
import dev.understudy.discovery.Resolution;
import dev.understudy.discovery.SearchPage;
import dev.understudy.discovery.SearchQuery;
import dev.understudy.json.MergePatch;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.Revision;
import dev.understudy.registry.ModelLayers;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.OnConflict;
import dev.understudy.registry.Precondition;
import dev.understudy.registry.RegistryStats;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.source.SourceList;
import dev.understudy.source.SourceRefresh;
import dev.understudy.source.SourceSpec;
import dev.understudy.source.SourceStatus;
import dev.understudy.store.AliasHistory;
import dev.understudy.store.ChangePage;
import dev.understudy.store.EventPage;
import dev.understudy.store.LogPosition;
import dev.understudy.store.Version;
import dev.understudy.store.VersionDiff;
import dev.understudy.store.VersionPage;
import dev.understudy.store.WebhookAttempt;
import dev.understudy.usage.RequestUsage;
import dev.understudy.usage.TopModels;
import dev.understudy.usage.UsageReport;
import dev.understudy.usage.UsageSpan;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked over the bus, and what answers.
 *
 * @param <R> the reply
 */
public sealed interface BusRequest<R> {

  /** Where it is sent, and what answers it. */
  Route<R> route();

  /**
   * Where a request is sent.
   *
   * @param address of the consumer
   * @param replyType what answers
   */
  record Route<R>(String address, Class<R> replyType) {}

  /** Finds one model by name. */
  record GetModel(String name, ResolveMode mode) implements BusRequest<FoundModel> {
    @Override
    public Route<FoundModel> route() {
      return new Route<>(Addresses.GET, FoundModel.class);
    }
  }

  /** Finds one model by name, as far as the mode goes, or makes one up from what the name says. */
  record GetOrCreateModel(String name, ResolveMode mode) implements BusRequest<FoundModel> {
    @Override
    public Route<FoundModel> route() {
      return new Route<>(Addresses.GET_OR_CREATE, FoundModel.class);
    }
  }

  /** Lists models by filters. */
  record ListModels(ModelQuery query) implements BusRequest<ModelPage> {
    @Override
    public Route<ModelPage> route() {
      return new Route<>(Addresses.LIST, ModelPage.class);
    }
  }

  /** Lists the ids of models by filters. */
  record ListIds(ModelQuery query) implements BusRequest<ModelIds> {
    @Override
    public Route<ModelIds> route() {
      return new Route<>(Addresses.LIST_IDS, ModelIds.class);
    }
  }

  /** Counts all models. */
  record CountModels() implements BusRequest<ModelCount> {
    @Override
    public Route<ModelCount> route() {
      return new Route<>(Addresses.COUNT, ModelCount.class);
    }
  }

  /** Counts by owner, provider, capability, status and origin. */
  record GetStats() implements BusRequest<RegistryStats> {
    @Override
    public Route<RegistryStats> route() {
      return new Route<>(Addresses.STATS, RegistryStats.class);
    }
  }

  /** Registers models, all or none. */
  record RegisterModels(List<ModelDefinition> models, OnConflict onConflict)
      implements BusRequest<RegistryWrite> {
    /** Copies the list. */
    public RegisterModels {
      models = List.copyOf(models);
    }

    @Override
    public Route<RegistryWrite> route() {
      return new Route<>(Addresses.REGISTER, RegistryWrite.class);
    }
  }

  /** Writes one model, whole. */
  record PutModel(ModelDefinition model, Precondition precondition)
      implements BusRequest<RegistryWrite> {
    @Override
    public Route<RegistryWrite> route() {
      return new Route<>(Addresses.PUT, RegistryWrite.class);
    }
  }

  /** Changes fields of one model. */
  record PatchModel(String id, MergePatch patch, Precondition precondition)
      implements BusRequest<RegistryWrite> {
    @Override
    public Route<RegistryWrite> route() {
      return new Route<>(Addresses.PATCH, RegistryWrite.class);
    }
  }

  /** Removes one model. */
  record RemoveModel(String id, Precondition precondition) implements BusRequest<RegistryWrite> {
    @Override
    public Route<RegistryWrite> route() {
      return new Route<>(Addresses.REMOVE, RegistryWrite.class);
    }
  }

  /** Removes all models. */
  record ClearModels() implements BusRequest<RegistryWrite> {
    @Override
    public Route<RegistryWrite> route() {
      return new Route<>(Addresses.CLEAR, RegistryWrite.class);
    }
  }

  /** Asks what the layers hold under an id or alias, also where nothing shows of it. */
  record GetLayers(String name) implements BusRequest<ModelLayers> {
    @Override
    public Route<ModelLayers> route() {
      return new Route<>(Addresses.LAYERS, ModelLayers.class);
    }
  }

  /** Lists the versions of a model, the latest first, those before a revision. */
  record ListVersions(String name, long before, int limit) implements BusRequest<VersionPage> {
    @Override
    public Route<VersionPage> route() {
      return new Route<>(Addresses.VERSIONS, VersionPage.class);
    }
  }

  /** Asks for one version of a model, by what it calls itself or by a revision. */
  record GetVersion(String name, String version) implements BusRequest<Version> {
    @Override
    public Route<Version> route() {
      return new Route<>(Addresses.VERSION, Version.class);
    }
  }

  /** Asks what had a name at some time. */
  record GetAsOf(String name, Instant at) implements BusRequest<Version> {
    @Override
    public Route<Version> route() {
      return new Route<>(Addresses.AS_OF, Version.class);
    }
  }

  /** Compares two versions of a model; {@code to} is null for the latest. */
  record DiffVersions(String name, String from, @Nullable String to)
      implements BusRequest<VersionDiff> {
    @Override
    public Route<VersionDiff> route() {
      return new Route<>(Addresses.DIFF, VersionDiff.class);
    }
  }

  /** Asks from which revision on all versions are kept. */
  record GetKeptFrom() implements BusRequest<Revision> {
    @Override
    public Route<Revision> route() {
      return new Route<>(Addresses.KEPT_FROM, Revision.class);
    }
  }

  /** Makes a model what it was in an earlier version. */
  record RollBackModel(String id, String version, Precondition precondition)
      implements BusRequest<RegistryWrite> {
    @Override
    public Route<RegistryWrite> route() {
      return new Route<>(Addresses.ROLL_BACK, RegistryWrite.class);
    }
  }

  /** Lists what changed after a point of the log, in order. */
  record ListChanges(LogPosition since, int limit) implements BusRequest<ChangePage> {
    @Override
    public Route<ChangePage> route() {
      return new Route<>(Addresses.CHANGES, ChangePage.class);
    }
  }

  /** Lists what happened after a point of the log, in order. */
  record ListEvents(LogPosition since, int limit) implements BusRequest<EventPage> {
    @Override
    public Route<EventPage> route() {
      return new Route<>(Addresses.LIST_EVENTS, EventPage.class);
    }
  }

  /** Asks what an alias meant, the latest first, before a revision. */
  record GetAliasHistory(String alias, long before, int limit) implements BusRequest<AliasHistory> {
    @Override
    public Route<AliasHistory> route() {
      return new Route<>(Addresses.ALIAS_HISTORY, AliasHistory.class);
    }
  }

  /** Asks for all that the registry holds, as the text of a snapshot file. */
  record SaveSnapshot() implements BusRequest<SnapshotText> {
    @Override
    public Route<SnapshotText> route() {
      return new Route<>(Addresses.SAVE, SnapshotText.class);
    }
  }

  /** Makes the registry what it was when a snapshot file was written. */
  record RestoreSnapshot(String text, Precondition precondition)
      implements BusRequest<RegistryWrite> {
    @Override
    public Route<RegistryWrite> route() {
      return new Route<>(Addresses.RESTORE, RegistryWrite.class);
    }
  }

  /** Explains how a name resolves. */
  record ResolveName(String query, ResolveMode mode) implements BusRequest<Resolution> {
    @Override
    public Route<Resolution> route() {
      return new Route<>(Addresses.RESOLVE, Resolution.class);
    }
  }

  /** Explains how many names resolve, each as {@link ResolveName} does. */
  record ResolveNames(List<String> queries, ResolveMode mode) implements BusRequest<Resolutions> {
    /** Copies the list. */
    public ResolveNames {
      queries = List.copyOf(queries);
    }

    @Override
    public Route<Resolutions> route() {
      return new Route<>(Addresses.RESOLVE_ALL, Resolutions.class);
    }
  }

  /** Notes whether a name was rightly taken to mean a model. */
  record LearnMatch(String query, String model, boolean right) implements BusRequest<LearnedMatch> {
    @Override
    public Route<LearnedMatch> route() {
      return new Route<>(Addresses.LEARN, LearnedMatch.class);
    }
  }

  /** Asks which names were most often matched, and with what. */
  record PopularMatches(int limit) implements BusRequest<LearnedMatches> {
    @Override
    public Route<LearnedMatches> route() {
      return new Route<>(Addresses.POPULAR, LearnedMatches.class);
    }
  }

  /** Asks what a name was taken to mean so far. */
  record MatchHistory(String query) implements BusRequest<LearnedMatches> {
    @Override
    public Route<LearnedMatches> route() {
      return new Route<>(Addresses.HISTORY, LearnedMatches.class);
    }
  }

  /** Looks for models by words. */
  record SearchModels(SearchQuery query) implements BusRequest<SearchPage> {
    @Override
    public Route<SearchPage> route() {
      return new Route<>(Addresses.SEARCH, SearchPage.class);
    }
  }

  /** Asks for a stream that is sent to an address of the asker, as its credits allow. */
  record OpenStream(StreamOptions options, String replyAddress, int credits)
      implements BusRequest<StreamOpened> {
    @Override
    public Route<StreamOpened> route() {
      return new Route<>(Addresses.STREAM, StreamOpened.class);
    }
  }

  /** Tells of a request to a model that was made elsewhere. */
  record RecordUsage(String name, ResolveMode mode, RequestUsage usage)
      implements BusRequest<FoundModel> {
    @Override
    public Route<FoundModel> route() {
      return new Route<>(Addresses.RECORD_USAGE, FoundModel.class);
    }
  }

  /** Asks what a model was used for, or all of them where it names none. */
  record GetUsage(@Nullable String name, ResolveMode mode, UsageSpan span)
      implements BusRequest<UsageReport> {
    @Override
    public Route<UsageReport> route() {
      return new Route<>(Addresses.USAGE, UsageReport.class);
    }
  }

  /** Asks which models were used most. */
  record GetTopModels(TopModels.By by, UsageSpan span, int limit) implements BusRequest<TopModels> {
    @Override
    public Route<TopModels> route() {
      return new Route<>(Addresses.TOP_MODELS, TopModels.class);
    }
  }

  /** Makes a webhook. */
  record CreateWebhook(WebhookEdit webhook, @Nullable LogPosition since)
      implements BusRequest<Webhook> {
    @Override
    public Route<Webhook> route() {
      return new Route<>(Addresses.CREATE_WEBHOOK, Webhook.class);
    }
  }

  /** Lists webhooks. */
  record ListWebhooks() implements BusRequest<WebhookList> {
    @Override
    public Route<WebhookList> route() {
      return new Route<>(Addresses.LIST_WEBHOOKS, WebhookList.class);
    }
  }

  /** Asks for one webhook. */
  record GetWebhook(String id) implements BusRequest<Webhook> {
    @Override
    public Route<Webhook> route() {
      return new Route<>(Addresses.GET_WEBHOOK, Webhook.class);
    }
  }

  /** Changes a webhook. */
  record UpdateWebhook(String id, WebhookEdit edit) implements BusRequest<Webhook> {
    @Override
    public Route<Webhook> route() {
      return new Route<>(Addresses.UPDATE_WEBHOOK, Webhook.class);
    }
  }

  /** Forgets a webhook. */
  record DeleteWebhook(String id) implements BusRequest<Webhook> {
    @Override
    public Route<Webhook> route() {
      return new Route<>(Addresses.DELETE_WEBHOOK, Webhook.class);
    }
  }

  /** Sends a test to a webhook. */
  record TestWebhook(String id) implements BusRequest<WebhookAttempt> {
    @Override
    public Route<WebhookAttempt> route() {
      return new Route<>(Addresses.TEST_WEBHOOK, WebhookAttempt.class);
    }
  }

  /** Gives a webhook another secret. */
  record RotateWebhook(String id, long overlapSeconds) implements BusRequest<Webhook> {
    @Override
    public Route<Webhook> route() {
      return new Route<>(Addresses.ROTATE_WEBHOOK, Webhook.class);
    }
  }

  /** Makes a webhook wait. */
  record PauseWebhook(String id) implements BusRequest<Webhook> {
    @Override
    public Route<Webhook> route() {
      return new Route<>(Addresses.PAUSE_WEBHOOK, Webhook.class);
    }
  }

  /** Lets a webhook go on. */
  record ResumeWebhook(String id) implements BusRequest<Webhook> {
    @Override
    public Route<Webhook> route() {
      return new Route<>(Addresses.RESUME_WEBHOOK, Webhook.class);
    }
  }

  /** Asks what became of a webhook. */
  record ListWebhookAttempts(String id, long before, int limit)
      implements BusRequest<WebhookAttempts> {
    @Override
    public Route<WebhookAttempts> route() {
      return new Route<>(Addresses.WEBHOOK_ATTEMPTS, WebhookAttempts.class);
    }
  }

  /** Tells a webhook events once more. */
  record ReplayWebhook(String id, LogPosition from, LogPosition to) implements BusRequest<Webhook> {
    @Override
    public Route<Webhook> route() {
      return new Route<>(Addresses.REPLAY_WEBHOOK, Webhook.class);
    }
  }

  /** Lists all remote sources, the one that wins last. */
  record ListSources() implements BusRequest<SourceList> {
    @Override
    public Route<SourceList> route() {
      return new Route<>(Addresses.SOURCES, SourceList.class);
    }
  }

  /** Asks how a remote source does. */
  record GetSource(String name) implements BusRequest<SourceStatus> {
    @Override
    public Route<SourceStatus> route() {
      return new Route<>(Addresses.SOURCE, SourceStatus.class);
    }
  }

  /** Adds a remote source, above all others. */
  record AddSource(SourceSpec source) implements BusRequest<SourceStatus> {
    @Override
    public Route<SourceStatus> route() {
      return new Route<>(Addresses.ADD_SOURCE, SourceStatus.class);
    }
  }

  /** Removes a remote source that was added, and its models. */
  record RemoveSource(String name) implements BusRequest<SourceStatus> {
    @Override
    public Route<SourceStatus> route() {
      return new Route<>(Addresses.REMOVE_SOURCE, SourceStatus.class);
    }
  }

  /** Fetches a remote source now, and takes it but for a dry run. */
  record RefreshSource(String name, boolean force, boolean dryRun)
      implements BusRequest<SourceRefresh> {
    @Override
    public Route<SourceRefresh> route() {
      return new Route<>(Addresses.REFRESH_SOURCE, SourceRefresh.class);
    }
  }
}
