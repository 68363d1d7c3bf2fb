#include "nexyd/pronunciation_file.h"

#include <gtest/gtest.h>

#include "text/spoken_text.h"

namespace nexy {
namespace {

std::string Said(const std::string& yaml, std::string_view sentence, Language language) {
  const auto dictionary = ReadPronunciations("words.yaml", yaml);
  if (!dictionary.ok()) return dictionary.status().ToString();
  return SpokenText(sentence, {.language = language, .pronunciations = &*dictionary});
}

std::string Mistake(const std::string& yaml) {
  return std::string(ReadPronunciations("words.yaml", yaml).status().message());
}

TEST(PronunciationFile, SaysWhatThePersonWroteDown) {
  const std::string yaml =
      "nginx: engine x\n"
      "Nexy: {say: Некси, language: ru}\n"
      "GIF: {say: jif, case: true}\n"
      "\"5G\": five G\n"
      "postgres: {say: post gress, part: true}\n";
  EXPECT_EQ(Said(yaml, "Restart Nginx, then nginxfoo.", Language::kEnglish),
            "Restart engine x, then nginxfoo.");
  EXPECT_EQ(Said(yaml, "Nexy открыт.", Language::kRussian), "Некси открыт.");
  EXPECT_EQ(Said(yaml, "Nexy is open.", Language::kEnglish), "Nexy is open.");
  EXPECT_EQ(Said(yaml, "A GIF, a gif.", Language::kEnglish), "A jif, a gif.");
  EXPECT_EQ(Said(yaml, "5G is on.", Language::kEnglish), "five G is on.");
  EXPECT_EQ(Said(yaml, "postgresql", Language::kEnglish), "post gress ql");
}

TEST(PronunciationFile, RussianEndingsStayWithTheirWord) {
  const std::string yaml = "Иванов: {say: Ивано\xCC\x81в, part: true}\nYa: {say: Я, part: true}\n";
  EXPECT_EQ(Said(yaml, "Пиши Иванову.", Language::kRussian), "Пиши Ивано\xCC\x81ву.");
  EXPECT_EQ(Said(yaml, "Это Yandex.", Language::kRussian), "Это Я ndex.");
}

TEST(PronunciationFile, TheLongestEntryAndTheOneWithMoreConditionsCounts) {
  const std::string yaml =
      "New York: the Apple\nNew York City: the big one\n"
      "go: gopher\n? go\n: {say: гоу, language: ru}\n";
  EXPECT_EQ(Said(yaml, "New\nYork, new york city.", Language::kEnglish), "the Apple, the big one.");
  EXPECT_EQ(Said(yaml, "Язык Go.", Language::kRussian), "Язык гоу.");
  EXPECT_EQ(Said("nginx: engine x\n", "Edit nginx.conf.", Language::kEnglish),
            "Edit engine x dot conf.");
}

TEST(PronunciationFile, MistakesAreNamedWithTheirLine) {
  EXPECT_EQ(Mistake("a: b\nc: ''\n"), "words.yaml:2: what is said has no letter or digit");
  EXPECT_EQ(Mistake("a: b\nA: c\n"), "words.yaml:2: \"A\" is there twice");
  EXPECT_EQ(Mistake("a: {say: b,\n  loud: true}\n"),
            "words.yaml:2: unknown word \"loud\", expected say, language, case or part");
  EXPECT_EQ(Mistake("a: {say: b,\n  say: c}\n"), "words.yaml:2: say is there twice");
  EXPECT_EQ(Mistake("a: {say: b, language: xx}\n"),
            "words.yaml:1: language \"xx\" is not en or ru");
  EXPECT_EQ(Mistake("a: [b]\n"), "words.yaml:1: \"a\" has nothing that is said");
  EXPECT_EQ(Mistake("a: b\n---\nc: d\n"), "words.yaml:3: expected one document, without ---");
  EXPECT_EQ(Mistake("- a\n"), "words.yaml:1: expected lines such as  nginx: engine x");
  EXPECT_TRUE(Mistake("a: {\n").starts_with("words.yaml:"));
  EXPECT_EQ(LoadPronunciations("/nowhere/words.yaml").status().code(), absl::StatusCode::kNotFound);
}

TEST(PronunciationFile, NothingIsAnEmptyDictionary) {
  EXPECT_TRUE(ReadPronunciations("words.yaml", "# only a comment\n")->empty());
  EXPECT_TRUE(LoadPronunciations("")->empty());
}

}  // namespace
}  // namespace nexy
