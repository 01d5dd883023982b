package dev.understudy.discovery;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's name taken apart.
 *
 * @param text the name as written, without spaces around it
 * @param owner what stands before the last slash, or null
 * @param bare what stands after the last slash
 * @param tokens the parts of {@code bare} in order
 * @param key {@code text} folded by {@link NameParser#normalize}
 * @param bareKey {@code bare} folded so
 * @param gluedKey the key under which all spellings of {@code bare} meet that differ in case and
 *     separators only, see {@link NameParser}
 */
public record ParsedName(
    String text,
    @Nullable String owner,
    String bare,
    List<Token> tokens,
    String key,
    String bareKey,
    String gluedKey) {

  /** Copies the list. */
  public ParsedName {
    tokens = List.copyOf(tokens);
  }

  ParsedName withTokens(List<Token> same) {
    return new ParsedName(text, owner, bare, same, key, bareKey, gluedKey);
  }

  /** The parts of a kind, in order. */
  public List<Token> tokens(TokenKind kind) {
    return tokens.stream().filter(token -> token.kind() == kind).toList();
  }

  /** True when there is a part of that kind. */
  public boolean has(TokenKind kind) {
    return tokens.stream().anyMatch(token -> token.kind() == kind);
  }

  /**
   * The plain words before the first version or size: {@code [gpt, oss]} of {@code gpt-oss-120b}.
   */
  public List<Token> familyWords() {
    List<Token> words = new ArrayList<>();
    for (Token token : tokens) {
      if (token.kind() == TokenKind.NUMBER || token.kind() == TokenKind.SIZE) {
        break;
      }
      if (token.kind() == TokenKind.WORD) {
        words.add(token);
      }
    }
    return words;
  }
}
