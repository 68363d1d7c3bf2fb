#include "text/language.h"

#include <gtest/gtest.h>

namespace nexy {
namespace {

TEST(Language, TheLettersTellTheLanguage) {
  EXPECT_EQ(DetectLanguage("Hello there", Language::kRussian), Language::kEnglish);
  EXPECT_EQ(DetectLanguage("Открой Safari", Language::kEnglish), Language::kRussian);
  EXPECT_EQ(DetectLanguage("Открой сайт Safari", Language::kEnglish), Language::kRussian);
  EXPECT_EQ(DetectLanguage("Выберите Microsoft Visual Studio Code", Language::kEnglish),
            Language::kRussian);
  EXPECT_EQ(DetectLanguage("Сайт https://www.example.com/help?id=5", Language::kEnglish),
            Language::kRussian);
  EXPECT_EQ(DetectLanguage("Windows и Linux", Language::kEnglish), Language::kRussian);
  EXPECT_EQ(DetectLanguage("Apple Watch Series 9, 45 мм", Language::kEnglish), Language::kRussian);
  EXPECT_EQ(DetectLanguage("Please open the folder Документы", Language::kRussian),
            Language::kEnglish);
  EXPECT_EQ(DetectLanguage("The word for cat is кошка.", Language::kRussian), Language::kEnglish);
  EXPECT_EQ(DetectLanguage("Open \"Настройки\" > \"Экран\" and wait", Language::kRussian),
            Language::kEnglish);
  EXPECT_EQ(DetectLanguage("The Beatles выпустили 12 альбомов.", Language::kEnglish),
            Language::kRussian);
  EXPECT_EQ(DetectLanguage("Фильм The Lord of the Rings вышел.", Language::kEnglish),
            Language::kRussian);
  EXPECT_EQ(DetectLanguage("Click «Сохранить как…» and wait.", Language::kRussian),
            Language::kEnglish);
  EXPECT_EQ(DetectLanguage("$$f(x) = abc$$", Language::kRussian), Language::kRussian);
  EXPECT_EQ(DetectLanguage("Safari: «Не удаётся открыть страницу»", Language::kEnglish),
            Language::kRussian);
  EXPECT_EQ(DetectLanguage("No.", Language::kRussian), Language::kEnglish);
  EXPECT_EQ(DetectLanguage("Café ê", Language::kRussian), Language::kEnglish);
}

TEST(Language, WithoutWordsTheFallbackCounts) {
  EXPECT_EQ(DetectLanguage("12 + 5 = 17 €", Language::kRussian), Language::kRussian);
  EXPECT_EQ(DetectLanguage("| VPN | |", Language::kRussian), Language::kRussian);
  EXPECT_EQ(DetectLanguage("| Name | |", Language::kRussian), Language::kEnglish);
  EXPECT_EQ(DetectLanguage("20 °C, 5 GB", Language::kRussian), Language::kRussian);
  EXPECT_EQ(DetectLanguage("USD 92,41 +0,35", Language::kRussian), Language::kRussian);
  EXPECT_EQ(DetectLanguage("SpO₂ 97 %, pH 7,4", Language::kRussian), Language::kRussian);
  EXPECT_EQ(DetectLanguage("NaOH + HCl → NaCl + H₂O, E = mc²", Language::kRussian),
            Language::kRussian);
  EXPECT_EQ(DetectLanguage("sin 30° = 0,5", Language::kRussian), Language::kRussian);
  EXPECT_EQ(DetectLanguage("HTTPS 404 NOTHING", Language::kRussian), Language::kEnglish);
  EXPECT_EQ(DetectLanguage("", Language::kEnglish), Language::kEnglish);
  EXPECT_EQ(DetectLanguage("abcd аб", Language::kEnglish), Language::kRussian);
  EXPECT_EQ(DetectLanguage("\xFF\xFE\xD0", Language::kRussian), Language::kRussian);
}

TEST(Language, ATagIsReadByItsPrimarySubtag) {
  EXPECT_EQ(LanguageFromTag("ru-RU"), Language::kRussian);
  EXPECT_EQ(LanguageFromTag("EN_us"), Language::kEnglish);
  EXPECT_EQ(LanguageFromTag("en"), Language::kEnglish);
  EXPECT_EQ(LanguageFromTag("eng"), std::nullopt);
  EXPECT_EQ(LanguageFromTag("de"), std::nullopt);
  EXPECT_EQ(LanguageFromTag(""), std::nullopt);
}

}  // namespace
}  // namespace nexy
