package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalBodyTest {

  private static final JsonMapper MAPPER = new JsonMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1,"b":{"c":2,"d":3}} | {"b":{"d":3,"c":2},"a":1}
          {"a":1}                   | { "a" : 1.0 }
          {"a":100}                 | {"a":1e2}
          {"a":"é"}                 | {"a":"\\u00e9"}
          {"a":1}                   | {"a":1,"stream":true,"stream_options":{"include_usage":true}}
          {"a":1}                   | {"a":1,"user":"u","metadata":{"k":"v"},"seed":5}
          """)
  void hash_sameRequest_isSame(String one, String other) throws JsonProcessingException {
    assertThat(hash(one)).isEqualTo(hash(other)).hasSize(64);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1}             | {"a":2}
          {"a":1}             | {"a":"1"}
          {"a":null}          | {"a":"null"}
          {"a":null}          | {}
          {"a":true}          | {"a":"true"}
          {"a":[1,2]}         | {"a":[2,1]}
          {"a":[[1],2]}       | {"a":[[1,2]]}
          {"a":{"user":"x"}}  | {"a":{"user":"y"}}
          {"a":"b","c":"d"}   | {"a":"bc","":"d"}
          {"a":9007199254740993} | {"a":9007199254740992}
          """)
  void hash_otherRequest_isOther(String one, String other) throws JsonProcessingException {
    assertThat(hash(one)).isNotEqualTo(hash(other));
  }

  @Test
  void hash_ofMaps_isThatOfTheirJson() throws JsonProcessingException {
    Map<String, Object> body = Map.of("a", 1L, "b", List.of(true, "x", Map.of("c", 1.50)));
    assertThat(CanonicalBody.hash(body))
        .isEqualTo(hash("{\"b\":[true,\"x\",{\"c\":1.5}],\"a\":1}"));
  }

  private static String hash(String json) throws JsonProcessingException {
    return CanonicalBody.hash(MAPPER.readTree(json));
  }
}
