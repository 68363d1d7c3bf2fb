// Our reading of hunspell's files beside hunspell's own.
#include "text/russian_dictionary.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <hunspell/hunspell.hxx>
#include <set>

#include "text/unicode.h"

namespace nexy {
namespace {

constexpr char kAffixes[] = "/usr/share/hunspell/ru_RU.aff";
constexpr char kWords[] = "/usr/share/hunspell/ru_RU.dic";

class RussianDictionaryTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(ours_, nullptr) << "the package hunspell-ru is wanted"; }

  // What we know of `form`, in small letters, beside what hunspell knows of it; if it is nothing,
  // of a name.
  void ExpectAlike(std::u32string form) {
    ++asked_;
    if (ExpectSame(EncodeUtf8(form)) || form[0] < U'а' || form[0] > U'я') return;
    form[0] -= U'а' - U'А';
    ExpectSame(EncodeUtf8(form));
  }

  bool ExpectSame(const std::string& form) {
    const std::vector<std::string> lemmas = ours_->Lemmas(form);
    const bool is_word = theirs_.spell(form);  // stem() takes "Квт" for one, because of "кВт".
    EXPECT_EQ(lemmas, is_word ? theirs_.stem(form) : std::vector<std::string>()) << form;
    known_ += is_word;
    return is_word;
  }

  const std::unique_ptr<const RussianDictionary> ours_ = RussianDictionary::Open(kAffixes, kWords);
  Hunspell theirs_{kAffixes, kWords};
  int asked_ = 0;
  int known_ = 0;
};

// The Russian words of a text in small letters.
std::set<std::u32string> WordsOf(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::set<std::u32string> words;
  for (std::string line; std::getline(file, line);) {
    std::u32string word;
    for (const char32_t c : ToLower(DecodeUtf8(line + "\n"))) {
      if (IsCyrillic(c)) {
        word += c;
      } else if (!word.empty()) {
        words.insert(std::exchange(word, U""));
      }
    }
  }
  return words;
}

TEST_F(RussianDictionaryTest, KnowsTheWordsOfTheCorporaAsHunspellDoes) {
  for (const auto& entry : std::filesystem::directory_iterator(NEXY_SOURCE_DIR "/tests/corpus")) {
    if (!entry.path().filename().string().starts_with("spoken_ru_")) continue;
    for (const std::u32string& word : WordsOf(entry.path())) ExpectAlike(word);
  }
  EXPECT_GT(known_, 1000);
  EXPECT_GT(asked_ - known_, 100);
}

TEST_F(RussianDictionaryTest, KnowsFormsOfAnyWordAsHunspellDoes) {
  constexpr std::array kEndings = {U"а",  U"у",  U"ом", U"ами", U"ей",  U"ого", U"ую",  U"ыми",
                                   U"ет", U"ла", U"ть", U"те",  U"ясь", U"нее", U"ший", U""};
  constexpr std::size_t kEvery = 61;
  std::ifstream file(kWords);
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    if (++number % kEvery != 0) continue;
    const std::u32string lemma = ToLower(DecodeUtf8(line.substr(0, line.find('/'))));
    ExpectAlike(lemma);
    for (std::size_t cut = 0; cut < 3 && cut + 1 < lemma.size(); ++cut) {
      const std::size_t at = (number / kEvery + cut) % kEndings.size();
      ExpectAlike(lemma.substr(0, lemma.size() - cut) + kEndings[at]);
    }
  }
  EXPECT_GT(known_, 3000);
  EXPECT_GT(asked_ - known_, 3000);
}

TEST_F(RussianDictionaryTest, IsNotThereWithoutItsFiles) {
  EXPECT_EQ(RussianDictionary::Open(kAffixes, "/nowhere/ru_RU.dic"), nullptr);
  EXPECT_EQ(RussianDictionary::Open("/nowhere/ru_RU.aff", kWords), nullptr);
  EXPECT_EQ(RussianDictionary::Open(kWords, kAffixes), nullptr);
}

}  // namespace
}  // namespace nexy
