// What must hold for every sentence, checked on numbers of all sizes, on the corpora and on noise.
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/russian_digits.h"
#include "text/russian_quantity.h"
#include "text/russian_words.h"
#include "text/sentence_segmenter.h"
#include "text/spoken_text.h"
#include "text/unicode.h"

namespace nexy {
namespace {

// An own reader of Russian number words, by their stems: it knows nothing of how they are made.
std::int64_t ValueOfWord(std::u32string_view word) {
  struct Stem {
    std::u32string_view stem;
    std::int64_t value;
  };
  static constexpr Stem kStems[] = {
      {U"нол", 0},   {U"нул", 0},     {U"одиннадцат", 11}, {U"од", 1},     {U"перв", 1},
      {U"втор", 2},  {U"дв", 2},      {U"тр", 3},          {U"четв", 4},   {U"четыр", 4},
      {U"пят", 5},   {U"шест", 6},    {U"седьм", 7},       {U"сем", 7},    {U"восем", 8},
      {U"восьм", 8}, {U"девяно", 90}, {U"девят", 9},       {U"десят", 10}, {U"сорок", 40},
      {U"сто", 100}, {U"ста", 100},   {U"сот", 100}};
  for (const Stem& stem : kStems) {
    if (!word.starts_with(stem.stem)) continue;
    const std::u32string_view rest = word.substr(stem.stem.size());
    if (stem.value > 9 || stem.value == 0) return stem.value;
    if (rest.find(U"надцат") != rest.npos) return 10 + stem.value;
    if (rest.find(U"дцат") != rest.npos || rest.find(U"десят") != rest.npos) {
      return 10 * stem.value;
    }
    if (rest.find(U"сот") != rest.npos || rest.find(U"ст") != rest.npos) return 100 * stem.value;
    return stem.value;
  }
  return -1;
}

std::int64_t ValueOf(std::u32string_view words) {
  std::int64_t total = 0;
  std::int64_t group = 0;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(U' '), words.size());
    const std::u32string_view word = words.substr(0, end);
    words.remove_prefix(std::min(end + 1, words.size()));
    const std::int64_t scale = word.find(U"тысяч") != word.npos      ? 1'000
                               : word.find(U"миллион") != word.npos  ? 1'000'000
                               : word.find(U"миллиард") != word.npos ? 1'000'000'000
                                                                     : 0;
    const std::int64_t value = ValueOfWord(word);
    if (scale == 0) {
      if (value < 0) return -1;
      group += value;
      continue;
    }
    if (value > 0 && !word.starts_with(U"тысяч")) group += value;  // "двухтысячный"
    total += std::max<std::int64_t>(group, 1) * scale;
    group = 0;
  }
  return total + group;
}

constexpr std::array kCases = {RussianCase::kNominative,   RussianCase::kGenitive,
                               RussianCase::kDative,       RussianCase::kAccusative,
                               RussianCase::kInstrumental, RussianCase::kPrepositional};
constexpr std::array kGenders = {RussianGender::kMasculine, RussianGender::kFeminine,
                                 RussianGender::kNeuter};

std::vector<std::int64_t> Numbers() {
  std::vector<std::int64_t> numbers;
  for (std::int64_t n = 1; n <= 2200; ++n) numbers.push_back(n);
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) numbers.push_back(random() % 1'000'000'000 + 1);
  for (std::int64_t n : {1'000, 10'000, 40'000, 100'000, 1'000'000, 2'000'000, 5'000'001}) {
    numbers.push_back(n);
  }
  return numbers;
}

TEST(SpokenProperty, RussianNumbersKeepTheirValueInEveryCaseAndGender) {
  for (const std::int64_t number : Numbers()) {
    for (const RussianCase kase : kCases) {
      for (const RussianGender gender : kGenders) {
        const std::u32string words = RussianCardinal(number, gender, kase);
        ASSERT_EQ(ValueOf(words), number) << EncodeUtf8(words);
        ASSERT_EQ(words.find_first_of(U"0123456789"), words.npos);
      }
    }
  }
}

TEST(SpokenProperty, RussianOrdinalsKeepTheirValueInEveryCaseAndGender) {
  for (std::int64_t number = 1; number <= 2200; ++number) {
    for (const RussianCase kase : kCases) {
      for (const RussianGender gender : kGenders) {
        const std::u32string words = RussianOrdinal(number, gender, kase);
        ASSERT_EQ(ValueOf(words), number) << EncodeUtf8(words);
      }
    }
  }
  EXPECT_EQ(EncodeUtf8(RussianOrdinal(40'000, RussianGender::kMasculine, RussianCase::kNominative)),
            "сорокатысячный");
  EXPECT_EQ(
      EncodeUtf8(RussianOrdinal(2'000'000, RussianGender::kFeminine, RussianCase::kNominative)),
      "двухмиллионная");
  EXPECT_TRUE(
      RussianOrdinal(1'234'567, RussianGender::kMasculine, RussianCase::kNominative).empty());
}

TEST(SpokenProperty, ARussianSentenceSaysTheNumberThatIsWritten) {
  struct Place {
    std::string_view before, after;
  };
  constexpr Place kPlaces[] = {{"около ", " ₽"}, {"это ", " ГБ"},       {"к ", " файлам"},
                               {"с ", " файлами"}, {"в ", " файлах"},     {"более ", " %"},
                               {"за ", " руб."},   {"из ", " участников"}};
  for (const std::int64_t number : Numbers()) {
    const Place& place = kPlaces[static_cast<std::size_t>(number) % std::size(kPlaces)];
    const std::string sentence =
        std::string(place.before) + std::to_string(number) + std::string(place.after);
    const Spoken spoken = SpeakSentence(sentence, {.language = Language::kRussian});
    std::u32string words = DecodeUtf8(spoken.text);
    words.erase(0, words.find(U' ') + 1);                    // "с", or "со" before "ста".
    if (words.find_first_of(U"0123456789") != words.npos) {  // Left as it is.
      ASSERT_NE(spoken.text.find(std::to_string(number)), std::string::npos) << spoken.text;
      continue;
    }
    while (!words.empty() && ValueOf(words) != number) {
      const std::size_t space = words.rfind(U' ');
      if (space == words.npos) break;
      words.erase(space);  // The unit or noun.
    }
    ASSERT_EQ(ValueOf(words), number) << sentence << ": " << spoken.text;
  }
}

using Letters = std::map<char32_t, int>;

void Count(std::string_view text, int sign, Letters& letters) {
  for (const char32_t c : DecodeUtf8(text)) {
    if (IsLetter(c) || IsDigit(c)) letters[c] += sign;
  }
}

// Letters and digits outside the changes are all there, and nothing else is.
void ExpectAccounted(const std::string& sentence, const SpokenOptions& options) {
  const Spoken spoken = SpeakSentence(sentence, options);
  Letters written;
  Letters said;
  Count(sentence, 1, written);
  Count(spoken.text, 1, said);
  for (const SpokenChange& change : spoken.changes) {
    Count(change.before, -1, written);
    Count(change.after, -1, said);
    Letters before;
    Letters after;
    Count(change.before, 1, before);
    Count(change.after, 1, after);
    const bool lost = !before.empty() && after.empty() && spoken.unsaid == 0;
    EXPECT_FALSE(lost) << sentence << ": " << change.rule;
  }
  std::erase_if(written, [](const auto& entry) { return entry.second == 0; });
  std::erase_if(said, [](const auto& entry) { return entry.second == 0; });
  EXPECT_EQ(written, said) << sentence << "\n" << spoken.text;
  EXPECT_LE(spoken.unsaid, DecodeUtf8(sentence).size());
}

std::vector<std::string> SentencesOf(const std::vector<std::string>& corpora) {
  std::vector<std::string> sentences;
  for (const std::string& name : corpora) {
    std::ifstream file(std::string(NEXY_SOURCE_DIR) + "/tests/corpus/" + name);
    for (std::string line; std::getline(file, line);) {
      const std::size_t first = line.find('\t');
      const std::size_t second = line.find('\t', first + 1);
      if (!line.starts_with("# ") && second != line.npos) {
        sentences.push_back(line.substr(first + 1, second - first - 1));
      }
    }
  }
  return sentences;
}

std::vector<std::string> CorpusSentences() {
  return SentencesOf(
      {"spoken_en.txt", "spoken_ru.txt", "spoken_en_second.txt", "spoken_ru_second.txt"});
}

// Up to three answers in Markdown, or pieces of them, in one.
std::string MixedAnswer(const std::vector<std::string>& answers, std::mt19937& random) {
  constexpr std::array<std::string_view, 5> kJoints = {" ", "\n", "\n\n", ", ", ""};
  std::u32string mixed;
  for (std::size_t parts = random() % 3 + 1; parts > 0; --parts) {
    std::u32string part = DecodeUtf8(answers[random() % answers.size()]);
    for (std::size_t at = part.find(U"\\n"); at != part.npos; at = part.find(U"\\n", at)) {
      part.replace(at, 2, U"\n");
    }
    const std::size_t begin = random() % 4 == 0 ? random() % part.size() : 0;
    const std::size_t size = random() % 4 == 0 ? random() % part.size() : part.size();
    mixed += part.substr(begin, size) + DecodeUtf8(kJoints[random() % kJoints.size()]);
  }
  return EncodeUtf8(mixed);
}

TEST(SpokenProperty, MixedAnswersAreTheSameInAnyPiecesAndLoseNothing) {
  const std::vector<std::string> answers =
      SentencesOf({"spoken_en_markup_second.txt", "spoken_ru_markup_second.txt"});
  std::mt19937 random(17);
  for (int round = 0; round < 1000; ++round) {
    const std::string answer = MixedAnswer(answers, random);
    Letters left;
    Count(answer, 1, left);
    SegmenterOptions options;
    options.markup_watcher = [&left](std::u32string_view written, std::u32string_view instead,
                                     std::string_view) {
      Count(EncodeUtf8(written), -1, left);
      Count(EncodeUtf8(instead), 1, left);
    };
    SentenceSegmenter whole(options);
    std::vector<std::string> sentences = whole.Push(answer);
    for (std::string& last : whole.Finish()) sentences.push_back(std::move(last));
    SentenceSegmenter pieces({});
    std::vector<std::string> again;
    for (std::size_t at = 0; at < answer.size();) {
      const std::size_t size = 1 + random() % 12;
      for (std::string& one : pieces.Push(answer.substr(at, size))) again.push_back(std::move(one));
      at += size;
    }
    for (std::string& last : pieces.Finish()) again.push_back(std::move(last));
    ASSERT_EQ(sentences, again) << answer;
    for (const std::string& sentence : sentences) {
      Count(sentence, -1, left);
      ExpectAccounted(sentence, {.language = DetectLanguage(sentence, Language::kEnglish)});
    }
    for (const auto& [letter, times] : left) ASSERT_EQ(times, 0) << answer;
  }
}

TEST(SpokenProperty, EveryLetterAndDigitOfTheCorporaIsAccountedFor) {
  for (const std::string& sentence : CorpusSentences()) {
    for (const Language language : {Language::kEnglish, Language::kRussian}) {
      ExpectAccounted(sentence, {.language = language});
      ExpectAccounted(sentence, {.language = language, .numbers = NumberReading::kKeep});
    }
  }
}

TEST(SpokenProperty, PiecesOfSentencesInAnyOrderAreAccountedFor) {
  std::vector<std::string> pieces;
  for (const std::string& sentence : CorpusSentences()) {
    for (std::size_t at = 0; at < sentence.size();) {
      const std::size_t end = std::min(sentence.find(' ', at), sentence.size());
      pieces.push_back(sentence.substr(at, end - at));
      at = end + 1;
    }
  }
  std::mt19937 random(11);
  for (int round = 0; round < 4000; ++round) {
    std::string sentence;
    for (std::size_t words = random() % 7 + 1; words > 0; --words) {
      sentence += pieces[random() % pieces.size()];
      if (random() % 4 != 0) sentence += ' ';
    }
    ExpectAccounted(sentence,
                    {.language = round % 2 == 0 ? Language::kEnglish : Language::kRussian});
  }
}

TEST(SpokenProperty, AnyCharactersAreSaidOrCounted) {
  std::mt19937 random(13);
  constexpr std::array<char32_t, 8> kBlocks = {0x20,    0x400,  0x2000, 0x2190,
                                               0x1F300, 0xE000, 0x20A0, 0x30};
  for (int round = 0; round < 3000; ++round) {
    std::u32string text;
    for (std::size_t size = random() % 24; size > 0; --size) {
      char32_t c = kBlocks[random() % kBlocks.size()] + static_cast<char32_t>(random() % 96);
      if (random() % 16 == 0) c = static_cast<char32_t>(random() % 0x110000);
      text.push_back(c >= 0xD800 && c < 0xE000 ? U'?' : c);
    }
    const std::string sentence = EncodeUtf8(text);
    const Spoken spoken = SpeakSentence(
        sentence, {.language = round % 2 == 0 ? Language::kEnglish : Language::kRussian});
    EXPECT_EQ(spoken.text.empty(), TrimSpace(text).empty()) << sentence;
    EXPECT_LE(spoken.text.size(), 64 + 256 * sentence.size());
  }
}

// ASCII signs that a voice passes over: they become words, part a number or table, or are counted.
TEST(SpokenProperty, NoSignOfAsciiIsDroppedUnsaid) {
  for (const Language language : {Language::kEnglish, Language::kRussian}) {
    for (const char sign : std::string("#$%&*+/<=>@\\^_`{}~|")) {
      for (const std::string& sentence :
           {std::string("word ") + sign + " word", std::string("word ") + sign + "word",
            std::string("word") + sign + " word", std::string("word") + sign + "word"}) {
        const Spoken spoken = SpeakSentence(sentence, {.language = language});
        const bool kept = spoken.text.find(sign) != std::string::npos;  // The voice gets it.
        EXPECT_TRUE(kept || spoken.text != "word word" || spoken.unsaid > 0) << sentence;
        const bool silent = std::string_view("*_^~\\`{}").find(sign) != std::string_view::npos;
        EXPECT_FALSE(silent && kept && spoken.unsaid == 0) << sentence << ": " << spoken.text;
      }
    }
  }
}

// What is said once says the same when it is spoken again: a voice's own rules find nothing more.
TEST(SpokenProperty, SpokenTextIsSeldomChangedAgain) {
  int changed = 0;
  int all = 0;
  for (const std::string& sentence : CorpusSentences()) {
    const Language language = DetectLanguage(sentence, Language::kEnglish);
    const std::string once = SpokenText(sentence, {.language = language});
    changed += SpokenText(once, {.language = language}) != once;
    ++all;
  }
  EXPECT_LE(changed * 100, all * 3) << changed << " of " << all;
}

// What stands around a thing (brackets, quotes, a dash without blanks, another thing) does not
// change how it is said.
TEST(SpokenProperty, AThingIsSaidAlikeWhereverItStands) {
  const std::vector<std::string> things = {"$5.99",
                                           "€3bn",
                                           "5 GB",
                                           "-5 °C",
                                           "10–20%",
                                           "5-10 kg",
                                           "£5–£10",
                                           "60 mph",
                                           "21st",
                                           "May 3",
                                           "3 May 2024",
                                           "12/25/2024",
                                           "2024-05-03",
                                           "9:05",
                                           "9am-5pm",
                                           "2h 30m",
                                           "3–5",
                                           "1990–95",
                                           "½",
                                           "2½",
                                           "v2.3.1",
                                           "Python 3.12",
                                           "+1 555-123-4567",
                                           "192.168.0.1",
                                           "https://a.com/b",
                                           "a@b.com",
                                           "/etc/hosts",
                                           "report.pdf",
                                           "Ctrl+C",
                                           "⌘⇧5",
                                           "H₂O",
                                           "x²",
                                           "2*3",
                                           "1920×1080",
                                           "C#",
                                           "snake_case",
                                           "Chapter IV",
                                           "Henry VIII",
                                           "#5",
                                           "1.5e-3",
                                           "★★★☆☆",
                                           "$5/month",
                                           "24/7",
                                           "Mon–Fri",
                                           "Q1–Q4",
                                           "page 3/10",
                                           "40.7° N",
                                           "#FF8800",
                                           "3f2a9c1",
                                           "UTC+3"};
  const std::vector<std::pair<std::string, std::string>> places = {
      {"It is (", ") here."},     {"It is “", "” here."},      {"It is \"", "\" here."},
      {"It is ", ", then go."},   {"It is ", "; then go."},    {"Is it ", "?"},
      {"It is 7 and ", " here."}, {"It is ", " (24/7) here."}, {"We saw ", "."}};
  for (const std::string& thing : things) {
    const std::string plain = SpokenText("It is " + thing + " here.", {});
    const std::string said = plain.substr(6, plain.size() - 12);
    for (const auto& [before, after] : places) {
      const std::string around = SpokenText(before + "Z" + after, {});
      const std::size_t at = around.find('Z');
      EXPECT_EQ(SpokenText(before + thing + after, {}),
                around.substr(0, at) + said + around.substr(at + 1));
    }
    // Only a blank before the dash may be new.
    const std::string dash = SpokenText("It is " + thing + "—not more.", {});
    EXPECT_TRUE(dash.starts_with("It is " + said)) << dash;
  }
}

// "восьмидесятые": an ordinal keeps its stem in every case and gender; ICU 72 loses some.
TEST(SpokenProperty, RussianOrdinalsKeepTheirStem) {
  for (const int number : {1, 2, 4, 5, 7, 8, 12, 19, 20, 40, 50, 60, 70, 80, 90, 100, 180, 1980}) {
    const auto say = [number](int gender, int kase) {
      return RussianOrdinal(number, static_cast<RussianGender>(gender),
                            static_cast<RussianCase>(kase));
    };
    const std::u32string first = say(0, 0);
    const std::u32string stem = first.substr(0, first.size() - 2);
    for (int gender = 0; gender < 4; ++gender) {
      for (int kase = 0; kase < 6; ++kase) {
        EXPECT_TRUE(say(gender, kase).starts_with(stem)) << EncodeUtf8(say(gender, kase));
      }
    }
  }
}

TEST(RussianDigits, WholeNumbersBecomeWordsAndPartsStay) {
  EXPECT_EQ(RussianDigitsInWords("Шаг 1, код 0 1, (21)."),
            "Шаг один, код ноль один, (двадцать один).");
  EXPECT_EQ(RussianDigitsInWords("1 2024"), "один две тысячи двадцать четыре");
  for (const char* kept :
       {"4.9", "12:30", "A5", "007", "-1", "1/2", "H2O", "5-й", "1234567890123"}) {
    EXPECT_EQ(RussianDigitsInWords(kept), kept);
  }
}

}  // namespace
}  // namespace nexy
