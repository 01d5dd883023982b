package dev.understudy.bus;

import dev.understudy.discovery.LearnedMatch;
import dev.understudy.discovery.Resolution;
import dev.understudy.discovery.SearchPage;
import dev.understudy.model.Revision;
import dev.understudy.registry.ModelLayers;
import dev.understudy.registry.RegistryStats;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.source.SourceList;
import dev.understudy.source.SourceRefresh;
import dev.understudy.source.SourceStatus;
import dev.understudy.store.AliasHistory;
import dev.understudy.store.ChangePage;
import dev.understudy.store.EventPage;
import dev.understudy.store.Version;
import dev.understudy.store.VersionDiff;
import dev.understudy.store.VersionPage;
import dev.understudy.store.WebhookAttempt;
import dev.understudy.usage.TopModels;
import dev.understudy.usage.UsageReport;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Carries the messages of this package: by reference within a JVM, since all are immutable; as a
 * type name and JSON over a wire. Only the types listed here are read from a wire.
 */
public final class BusCodec implements MessageCodec<Object, Object> {

  /** The name under which it is registered. */
  public static final String NAME = "understudy";

  private static final Map<String, Class<?>> TYPES =
      Stream.concat(
              Arrays.stream(BusRequest.class.getPermittedSubclasses()),
              Stream.of(
                  FoundModel.class,
                  ModelPage.class,
                  ModelIds.class,
                  ModelCount.class,
                  RegistryStats.class,
                  RegistryWrite.class,
                  RegistryEvent.class,
                  Resolution.class,
                  Resolutions.class,
                  LearnedMatch.class,
                  LearnedMatches.class,
                  SearchPage.class,
                  ModelLayers.class,
                  VersionPage.class,
                  Revision.class,
                  Version.class,
                  VersionDiff.class,
                  ChangePage.class,
                  EventPage.class,
                  AliasHistory.class,
                  SnapshotText.class,
                  SourceList.class,
                  SourceRefresh.class,
                  SourceStatus.class,
                  UsageReport.class,
                  TopModels.class,
                  Webhook.class,
                  WebhookList.class,
                  WebhookAttempt.class,
                  WebhookAttempts.class,
                  StreamOpened.class,
                  StreamControl.class,
                  StreamPart.class))
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

  /** The types that travel over a wire. */
  static Map<String, Class<?>> types() {
    return TYPES;
  }

  /** Makes the bus know this codec; without effect when it does. */
  static void register(EventBus bus) {
    try {
      bus.registerCodec(new BusCodec());
    } catch (IllegalStateException alreadyThere) {
      // Another verticle of this Vert.x was first.
    }
  }

  @Override
  public void encodeToWire(Buffer buffer, Object message) {
    String type = message.getClass().getSimpleName();
    if (TYPES.get(type) != message.getClass()) {
      throw new IllegalArgumentException(type + " never leaves its JVM");
    }
    append(buffer, type.getBytes(StandardCharsets.UTF_8));
    try {
      append(buffer, BusJson.write(message));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(Buffer buffer, byte[] bytes) {
    buffer.appendInt(bytes.length).appendBytes(bytes);
  }

  @Override
  public Object decodeFromWire(int position, Buffer buffer) {
    int typeLength = buffer.getInt(position);
    int jsonPosition = position + 4 + typeLength;
    String name = buffer.getString(position + 4, jsonPosition);
    Class<?> type = TYPES.get(name);
    if (type == null) {
      throw new IllegalArgumentException(
          "message type: " + name + " (expected: one of " + TYPES.keySet() + ")");
    }
    int start = jsonPosition + 4;
    byte[] json = buffer.getBytes(start, start + buffer.getInt(jsonPosition));
    try {
      return BusJson.read(json, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Object transform(Object message) {
    return message;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
