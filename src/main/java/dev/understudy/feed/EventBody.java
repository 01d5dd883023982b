package dev.understudy.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Json;
import dev.understudy.registry.Event;
import dev.understudy.registry.EventType;
import dev.understudy.store.LoggedEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event as JSON, the same wherever it is told. Safe on any thread. */
public final class EventBody {

  private EventBody() {}

  /** The JSON in UTF-8. */
  public static byte[] json(LoggedEvent logged) {
    return Json.bytes(of(logged));
  }

  /** Its fields, in order. */
  public static Map<String, @Nullable Object> of(LoggedEvent logged) {
    Event event = logged.event();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", logged.position().toString());
    body.put("type", event.type());
    body.put("revision", logged.revision());
    body.put("index", event.index());
    body.put("at", logged.at());
    body.put("cause", logged.cause());
    body.put(subject(event.type()), event.subject());
    if (event.type() == EventType.MODEL_UPDATED) {
      body.put("fields", event.fields());
    }
    switch (event.type()) {
      case MODEL_ADDED, MODEL_UPDATED, MODEL_REMOVED -> body.put("model", event.model());
      default -> addDetails(event.details(), body);
    }
    return body;
  }

  private static void addDetails(@Nullable JsonNode details, Map<String, @Nullable Object> body) {
    if (details != null) {
      details.properties().forEach(field -> body.put(field.getKey(), field.getValue()));
    }
  }

  private static String subject(EventType type) {
    return switch (type) {
      case ALIAS_REPOINTED -> "alias";
      case SOURCE_UPDATED, SOURCE_FAILED -> "source";
      default -> "model_id";
    };
  }
}
