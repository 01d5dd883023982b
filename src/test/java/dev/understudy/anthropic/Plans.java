package dev.understudy.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.content.Segment;
import dev.understudy.json.Json;
import dev.understudy.model.ModelDefinition;
import dev.understudy.simulation.Answer;
import dev.understudy.simulation.PlanDetails;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationPlanner;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.text.TokenText;
import dev.understudy.wire.FrameBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers made by hand, and what is written of them. */
final class Plans {

  private Plans() {}

  /** Text of these tokens. */
  static TokenText tokens(String... pieces) {
    int[] ends = new int[pieces.length];
    int end = 0;
    for (int i = 0; i < pieces.length; i++) {
      end += pieces[i].length();
      ends[i] = end;
    }
    return new TokenText(String.join("", pieces), ends);
  }

  static Segment call(String id, String name, String... pieces) {
    return new Segment(Segment.Kind.TOOL_CALL, tokens(pieces), name, id);
  }

  /** A plan of that answer, of at least one token, to a prompt of 25. */
  static SimulationPlan of(Answer answer) {
    SimulationPlan silent =
        new SimulationPlanner(0, 0)
            .planSilent(
                SimulationRequest.of(ModelDefinition.builder("m").build()).build(),
                answer.tokens());
    return new SimulationPlan("msg_1", 7, 25, List.of(answer), silent.order(), PlanDetails.NONE);
  }

  /** A request with more fields. */
  static MessagesRequest request(String more) {
    return MessagesRequest.read(body(more));
  }

  static ObjectNode body(String more) {
    String body =
        "{\"model\":\"m\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}"
            .formatted(more.isEmpty() ? "" : "," + more);
    return Json.parseObject(body.getBytes(StandardCharsets.UTF_8));
  }

  /** The events of a stream whose tokens are all due at once. */
  static String stream(MessagesRequest request, Answer answer) {
    FrameBytes out = new FrameBytes(100);
    new MessageFrames(request, of(answer), "m").append(out, 0, answer.tokens(), true);
    return text(out.toByteArray());
  }

  static String whole(MessagesRequest request, Answer answer) {
    return text(new MessageBody(request, of(answer), "m").whole());
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
