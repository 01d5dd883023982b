package dev.understudy.bus;

import dev.understudy.discovery.Resolution;
import dev.understudy.discovery.SearchPage;
import dev.understudy.discovery.SearchQuery;
import dev.understudy.json.MergePatch;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.OnConflict;
import dev.understudy.registry.Precondition;
import dev.understudy.registry.RegistryStats;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import java.util.List;

/**
 * What can be asked over the bus, and what answers.
 *
 * @param <R> the reply
 */
public sealed interface BusRequest<R> {

  /** Where it is sent. */
  String address();

  /** What answers it. */
  Class<R> replyType();

  /** Finds one model by name. */
  record GetModel(String name, ResolveMode mode) implements BusRequest<FoundModel> {
    @Override
    public String address() {
      return Addresses.GET;
    }

    @Override
    public Class<FoundModel> replyType() {
      return FoundModel.class;
    }
  }

  /** Finds one model by name, as far as the mode goes, or makes one up from what the name says. */
  record GetOrCreateModel(String name, ResolveMode mode) implements BusRequest<FoundModel> {
    @Override
    public String address() {
      return Addresses.GET_OR_CREATE;
    }

    @Override
    public Class<FoundModel> replyType() {
      return FoundModel.class;
    }
  }

  /** Lists models by filters. */
  record ListModels(ModelQuery query) implements BusRequest<ModelPage> {
    @Override
    public String address() {
      return Addresses.LIST;
    }

    @Override
    public Class<ModelPage> replyType() {
      return ModelPage.class;
    }
  }

  /** Counts by owner, provider, capability, status and origin. */
  record GetStats() implements BusRequest<RegistryStats> {
    @Override
    public String address() {
      return Addresses.STATS;
    }

    @Override
    public Class<RegistryStats> replyType() {
      return RegistryStats.class;
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
    public String address() {
      return Addresses.REGISTER;
    }

    @Override
    public Class<RegistryWrite> replyType() {
      return RegistryWrite.class;
    }
  }

  /** Writes one model, whole. */
  record PutModel(ModelDefinition model, Precondition precondition)
      implements BusRequest<RegistryWrite> {
    @Override
    public String address() {
      return Addresses.PUT;
    }

    @Override
    public Class<RegistryWrite> replyType() {
      return RegistryWrite.class;
    }
  }

  /** Changes fields of one model. */
  record PatchModel(String id, MergePatch patch, Precondition precondition)
      implements BusRequest<RegistryWrite> {
    @Override
    public String address() {
      return Addresses.PATCH;
    }

    @Override
    public Class<RegistryWrite> replyType() {
      return RegistryWrite.class;
    }
  }

  /** Removes one model. */
  record RemoveModel(String id, Precondition precondition) implements BusRequest<RegistryWrite> {
    @Override
    public String address() {
      return Addresses.REMOVE;
    }

    @Override
    public Class<RegistryWrite> replyType() {
      return RegistryWrite.class;
    }
  }

  /** Removes all models. */
  record ClearModels() implements BusRequest<RegistryWrite> {
    @Override
    public String address() {
      return Addresses.CLEAR;
    }

    @Override
    public Class<RegistryWrite> replyType() {
      return RegistryWrite.class;
    }
  }

  /** Explains how a name resolves. */
  record ResolveName(String query, ResolveMode mode) implements BusRequest<Resolution> {
    @Override
    public String address() {
      return Addresses.RESOLVE;
    }

    @Override
    public Class<Resolution> replyType() {
      return Resolution.class;
    }
  }

  /** Looks for models by words. */
  record SearchModels(SearchQuery query) implements BusRequest<SearchPage> {
    @Override
    public String address() {
      return Addresses.SEARCH;
    }

    @Override
    public Class<SearchPage> replyType() {
      return SearchPage.class;
    }
  }

  /** Works out a stream; {@code silentTokens} above 0 asks for one that is only about time. */
  record PlanStream(SimulationRequest request, int silentTokens)
      implements BusRequest<SimulationPlan> {
    @Override
    public String address() {
      return Addresses.PLAN;
    }

    @Override
    public Class<SimulationPlan> replyType() {
      return SimulationPlan.class;
    }
  }

  /** Asks for a stream that is sent to an address of the asker, as its credits allow. */
  record OpenStream(StreamOptions options, String replyAddress, int credits)
      implements BusRequest<StreamOpened> {
    @Override
    public String address() {
      return Addresses.STREAM;
    }

    @Override
    public Class<StreamOpened> replyType() {
      return StreamOpened.class;
    }
  }
}
