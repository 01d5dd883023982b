package dev.understudy.simulation;

import dev.understudy.content.Segment;
import dev.understudy.text.TokenText;
import java.util.List;

/** Plans of answers that tests write themselves; all their tokens are due at once. */
public final class HandMadePlans {

  private HandMadePlans() {}

  /** A plan of these answers to a prompt of 7 tokens. */
  public static SimulationPlan of(String id, PlanDetails details, Answer... choices) {
    List<TokenSchedule> schedules =
        List.of(choices).stream().map(choice -> TokenSchedule.atOnce(choice.tokens())).toList();
    return new SimulationPlan(id, 42, 7, List.of(choices), TokenOrder.of(schedules), details);
  }

  /** Details of an answer before which so many tokens are thought. */
  public static PlanDetails thinking(int tokens, boolean shown) {
    return new PlanDetails(tokens, shown, 0, 0, null);
  }

  /** Text of these tokens. */
  public static TokenText tokens(String... pieces) {
    int[] ends = new int[pieces.length];
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ends.length; i++) {
      ends[i] = text.append(pieces[i]).length();
    }
    return new TokenText(text.toString(), ends);
  }

  /** A call whose arguments are these tokens. */
  public static Segment call(String id, String name, String... arguments) {
    return new Segment(Segment.Kind.TOOL_CALL, tokens(arguments), name, id);
  }
}
