#include "screen/script_repair.h"

#include <gtest/gtest.h>

namespace nexy {
namespace {

// The second line is what stands elsewhere on the screen.
std::string Repair(std::string text, std::string elsewhere = "") {
  std::vector<ScreenLine> lines(2);
  lines[0].text = std::move(text);
  lines[1].text = std::move(elsewhere);
  RepairScripts(lines);
  return lines[0].text;
}

TEST(ScriptRepair, GivesAMixedWordTheScriptOfItsMajority) {
  EXPECT_EQ(Repair("N\u043erth"), "North");                // Cyrillic о.
  EXPECT_EQ(Repair("Пap\u043eль"), "Пароль");              // Latin a, p.
  EXPECT_EQ(Repair("\u0421ancel"), "Cancel");              // Cyrillic С.
}

TEST(ScriptRepair, GivesAWordThatCouldBeEitherTheScriptAroundIt) {
  EXPECT_EQ(Repair("25 ноября Ha сайте"), "25 ноября На сайте");
  EXPECT_EQ(Repair("От: OOO «Энергосбыт»"), "От: ООО «Энергосбыт»");
  EXPECT_EQ(Repair("seat 41 in coach \u0421, by the window"), "seat 41 in coach C, by the window");
  EXPECT_EQ(Repair("в приложении Google \u0420\u0430\u0443 или в банке"), "в приложении Google Pay или в банке");
  EXPECT_EQ(Repair("\u041e\u041a", "Save changes"), "OK");
  EXPECT_EQ(Repair("OK", "Сохранить"), "\u041e\u041a");
}

TEST(ScriptRepair, LeavesBothLanguagesAloneWhereTheyAreRight) {
  for (const char* text : {"Скачать PDF", "Thank you for your booking.", "Настройки", "e-mail: анна", "", "123", "—"}) {
    EXPECT_EQ(Repair(text), text);
  }
}

TEST(ScriptRepair, KnowsRoublesYearsAndSizesInRussian) {
  EXPECT_EQ(Repair("Сумма к оплате: 1 284,50 ?. Оплатить"), "Сумма к оплате: 1 284,50 ₽. Оплатить");
  EXPECT_EQ(Repair("цена 300 Р?"), "цена 300 ₽");
  EXPECT_EQ(Repair("5 ноября 2026 r., 18:42"), "5 ноября 2026 г., 18:42");
  EXPECT_EQ(Repair("Is it 5 ?"), "Is it 5 ?");
  EXPECT_EQ(Repair("фото, 4,6 \u041c\u0412, вчера"), "фото, 4,6 MB, вчера");
}

}  // namespace
}  // namespace nexy
