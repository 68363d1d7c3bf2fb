#include "turn/voice_text.h"

#include "text/sentence_segmenter.h"
#include "turn/turn_metrics.h"

namespace nexy {

SpokenOptions SpokenOptionsOf(const TurnParts& parts, Language language) {
  SpokenOptions options;
  options.language = language;
  options.emoji = parts.options.emoji == "drop" ? EmojiReading::kDrop : EmojiReading::kName;
  options.pronunciations = parts.pronunciations;
  return options;
}

std::string TextForVoice(const TurnParts& parts, std::string_view text, Language language) {
  SentenceSegmenter segmenter({.language = TextLanguageOf(language),
                               .sentence_max_chars = parts.options.sentence_max_chars});
  std::vector<CutSentence> sentences = segmenter.Cut(text);
  for (CutSentence& last : segmenter.CutLast()) sentences.push_back(std::move(last));
  std::string said;
  for (const CutSentence& sentence : sentences) {
    SpokenOptions options = SpokenOptionsOf(parts, language);
    options.code = sentence.code;
    const Spoken spoken = SpeakSentence(sentence.text, options);
    parts.metrics.CountUnsaid(spoken.unsaid);
    if (spoken.text.empty()) continue;
    if (!said.empty()) said += ' ';
    said += spoken.text;
  }
  return said.empty() ? SpokenText(text, {.language = language}) : said;
}

}  // namespace nexy
