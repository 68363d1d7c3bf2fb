// Reads the reviewed sentences of tests/corpus and prints how many of each class are cut right, how
// late, and how others cut the same texts. docs/speech.md says what came out when the held-out
// parts were run for the first time.
#include "text/sentence_corpus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "text/sentence_rivals.h"
#include "text/sentence_segmenter.h"
#include "text/unicode.h"

namespace nexy {
namespace {

using Sentences = std::vector<std::string>;

struct Cut {
  Sentences sentences;
  std::size_t lag = 0;  // Characters between the ends of sentences and their decisions.
  std::size_t decided = 0;
};

Cut CutByCharacter(const std::string& input) {
  Cut cut;
  SentenceSegmenter segmenter({});
  const std::u32string characters = DecodeUtf8(input);
  std::size_t from = 0;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    for (const std::string& sentence :
         segmenter.Push(EncodeUtf8(std::u32string_view(characters).substr(i, 1)))) {
      cut.sentences.push_back(sentence);
      const std::size_t begin = input.find(sentence, from);
      if (begin == input.npos) continue;  // Markup stood in it.
      from = begin + sentence.size();
      const std::size_t end = DecodeUtf8(std::string_view(input).substr(0, from)).size();
      cut.lag += i + 1 - std::min(end, i + 1);
      ++cut.decided;
    }
  }
  for (const std::string& sentence : segmenter.Finish()) cut.sentences.push_back(sentence);
  return cut;
}

struct Score {
  std::size_t right = 0;
  std::size_t all = 0;

  void Add(bool is_right) {
    right += is_right;
    ++all;
  }
  double share() const {
    return static_cast<double>(right) / static_cast<double>(std::max<std::size_t>(all, 1));
  }
};

std::ostream& operator<<(std::ostream& out, const Score& score) {
  return out << score.right << "/" << score.all;
}

bool IsAmbiguous(const SentenceCase& one) { return one.kind == "ambiguous"; }

void PrintMistake(const std::string& name, const SentenceCase& one, const Sentences& got) {
  std::cout << "  " << name << " " << one.kind << ":";
  for (const std::string& sentence : got) std::cout << " [" << sentence << "]";
  std::cout << "\n";
}

// A part of the corpus and what must at least be right in it.
struct Part {
  const char* name;
  const char* language;   // Empty: the class of a line names it.
  double lines;           // Share of lines that are cut right in every place, ambiguous ones apart.
  std::size_t sentences;  // How many it has.
};

constexpr Part kParts[] = {
    {"sentences_en", "en", 0.99, 330},           {"sentences_en_held_out", "en", 0.99, 600},
    {"sentences_en_second", "en", 0.99, 250},    {"sentences_en_third", "en", 0.98, 300},
    {"sentences_en_fourth", "en", 0.98, 250},    {"sentences_en_sixth", "en", 0.98, 700},
    {"sentences_en_fifth", "en", 0.98, 600},     {"sentences_en_seventh", "en", 0.97, 700},
    {"sentences_ru", "ru", 0.99, 290},           {"sentences_ru_held_out", "ru", 0.99, 600},
    {"sentences_ru_second", "ru", 0.99, 200},    {"sentences_ru_third", "ru", 0.99, 300},
    {"sentences_ru_fourth", "ru", 0.99, 300},    {"sentences_ru_fifth", "ru", 0.99, 270},
    {"sentences_ru_sixth", "ru", 0.98, 250},     {"sentences_ru_seventh", "ru", 0.98, 240},
    {"sentences_ru_ninth", "ru", 0.98, 750},     {"sentences_ru_tenth", "ru", 0.97, 700},
    {"sentences_ru_eighth", "ru", 0.98, 600},    {"sentences_other", "", 0.98, 60},
    {"sentences_other_held_out", "", 0.98, 220}, {"sentences_other_second", "", 0.98, 60},
    {"sentences_other_third", "", 0.98, 300},    {"sentences_other_fourth", "", 0.98, 60},
    {"sentences_other_sixth", "", 0.98, 450},    {"sentences_other_fifth", "", 0.98, 400},
    {"sentences_other_seventh", "", 0.97, 300},
};

void CheckPart(const Part& part) {
  const std::string name = part.name;
  std::map<std::string, Score> kinds;
  Score certain;
  std::size_t sentences = 0;
  std::size_t lag = 0;
  std::size_t decided = 0;
  for (const SentenceCase& one : ReadSentenceCorpus(name + ".txt", part.language)) {
    const Cut cut = CutByCharacter(one.input);
    const bool right = cut.sentences == one.sentences;
    kinds[one.kind].Add(right);
    if (!IsAmbiguous(one)) certain.Add(right);
    sentences += one.sentences.size();
    lag += cut.lag;
    decided += cut.decided;
    if (!right) PrintMistake(name, one, cut.sentences);
  }
  const double mean_lag = static_cast<double>(lag) / static_cast<double>(decided);
  std::printf("%s: %zu sentences, %zu/%zu lines right (%.1f %%), mean lag %.2f characters\n ",
              name.c_str(), sentences, certain.right, certain.all, 100 * certain.share(), mean_lag);
  std::fflush(stdout);
  for (const auto& [kind, score] : kinds) std::cout << " " << kind << " " << score;
  std::cout << std::endl;
  EXPECT_GE(sentences, part.sentences);
  EXPECT_GE(certain.share(), part.lines);
  EXPECT_LE(mean_lag, 4.0);
}

TEST(SentenceCorpus, EachPartIsCutAsReviewed) {
  for (const Part& part : kParts) {
    SCOPED_TRACE(part.name);
    CheckPart(part);
  }
}

// Others keep markup and move closing quotes: only letters and digits are compared.
Sentences LettersOnly(const Sentences& sentences) {
  Sentences kept;
  for (const std::string& sentence : sentences) {
    std::u32string letters;
    for (const char32_t c : DecodeUtf8(SayablePart(sentence))) {
      if (IsWordChar(c)) letters.push_back(c);
    }
    if (!letters.empty()) kept.push_back(EncodeUtf8(letters));
  }
  return kept;
}

Sentences OurSentences(const std::string& text) {
  SentenceSegmenter segmenter({});
  Sentences all = segmenter.Push(text);
  for (std::string& sentence : segmenter.Finish()) all.push_back(std::move(sentence));
  return all;
}

using Splitter = std::function<Sentences(const SentenceCase&)>;

TEST(SentenceCorpus, OthersCutTheSameTextsNoBetter) {
  const std::vector<std::pair<const char*, Splitter>> splitters = {
      {"Nexy", [](const SentenceCase& one) { return OurSentences(one.input); }},
      {"ICU ss", [](const SentenceCase& one) { return IcuSentences(one.input, one.language); }},
      {"Home Assist.", [](const SentenceCase& one) { return HomeAssistantSentences(one.input); }},
      {"LiveKit", [](const SentenceCase& one) { return LiveKitSentences(one.input, 20); }},
      {"LiveKit min 0", [](const SentenceCase& one) { return LiveKitSentences(one.input, 0); }},
  };
  std::printf("%-30s", "lines cut right, %");
  for (const auto& [name, split] : splitters) std::printf("%14s", name);
  std::printf("\n");
  for (const Part& part : kParts) {
    std::vector<Score> scores(splitters.size());
    for (const SentenceCase& one :
         ReadSentenceCorpus(std::string(part.name) + ".txt", part.language)) {
      if (IsAmbiguous(one)) continue;
      const Sentences expected = LettersOnly(one.sentences);
      for (std::size_t i = 0; i < splitters.size(); ++i) {
        scores[i].Add(LettersOnly(splitters[i].second(one)) == expected);
      }
    }
    std::printf("%-30s", part.name);
    for (const Score& score : scores) std::printf("%14.1f", 100 * score.share());
    std::printf("\n");
    for (const Score& score : scores) EXPECT_LE(score.right, scores[0].right) << part.name;
  }
  std::fflush(stdout);
}

}  // namespace
}  // namespace nexy
