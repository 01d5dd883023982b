package dev.understudy.http;

import dev.understudy.discovery.SearchHit;
import dev.understudy.discovery.SearchPage;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.RegistrySnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code /v1/search} answers. */
final class SearchBody {

  private SearchBody() {}

  /** The page as JSON has it, each hit with its model as that is now; null when it is gone. */
  static Map<String, Object> of(String words, SearchPage page, RegistrySnapshot snapshot) {
    List<Map<String, Object>> data = new ArrayList<>();
    page.hits().forEach(hit -> data.add(hit(hit, snapshot)));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("object", "list");
    body.put("query", words);
    body.put("data", data);
    body.put("total", page.total());
    body.put("has_more", page.nextCursor() != null);
    body.put("next_cursor", page.nextCursor());
    body.put("facets", page.facets());
    return body;
  }

  private static Map<String, Object> hit(SearchHit hit, RegistrySnapshot snapshot) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", hit.id());
    shown.put("score", hit.score());
    shown.put("partial", hit.partial());
    shown.put("matched", hit.matched());
    shown.put("missing", hit.missing());
    shown.put("corrected", hit.corrected());
    shown.put("highlights", hit.highlights());
    ModelEntry entry = snapshot.get(hit.id());
    shown.put("model", entry == null ? null : entry.model().toOpenAiModel());
    return shown;
  }
}
