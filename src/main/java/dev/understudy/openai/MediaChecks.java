package dev.understudy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.wire.MediaForm;
import java.util.List;

/** Checks images, sound and files that messages have. Confined to one thread. */
record MediaChecks(Faults faults) {

  /** An image, where it is a string at all. */
  void image(String path, JsonNode url) {
    boolean ok =
        !url.isTextual()
            || MediaForm.isWebUrl(url.textValue())
            || MediaForm.isDataUrl(url.textValue(), "image/");
    faults.require(
        ok, path, url, "a URL of http or https, or data:image/...;base64, with base64 after it");
  }

  /** Sound, where it is a string at all. */
  void base64(String path, JsonNode data) {
    boolean ok = !data.isTextual() || MediaForm.isBase64(data.textValue());
    faults.require(ok, path, data, "base64 of at least one byte");
  }

  /**
   * A file, which is sent along or said to be somewhere.
   *
   * @param elsewhere the fields that can say where
   */
  void file(String path, JsonNode file, List<String> elsewhere) {
    JsonNode data = file.path("file_data");
    boolean named = elsewhere.stream().anyMatch(name -> !file.path(name).asText("").isEmpty());
    faults.require(
        named || data.isTextual(),
        path,
        file.isMissingNode() ? null : file,
        "one of file_data, " + String.join(", ", elsewhere),
        file.isObject() ? ErrorCode.MISSING_REQUIRED_PARAMETER : ErrorCode.INVALID_TYPE);
    boolean ok =
        !data.isTextual()
            || MediaForm.isDataUrl(data.textValue(), "")
            || MediaForm.isBase64(data.textValue());
    faults.require(ok, path + ".file_data", data, "base64, or a data URL with base64 in it");
  }
}
