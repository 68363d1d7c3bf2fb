#include "screen/lock_words.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nexy {
namespace {

constexpr ImageSize kSize{1440, 900};

ScreenLine WordsAt(std::string text, int left, int top, int width, int height) {
  ScreenLine line;
  line.text = std::move(text);
  line.left = left;
  line.top = top;
  line.width = width;
  line.height = height;
  line.confidence = 95;
  return line;
}

// Lines below each other in the middle.
bool Looks(const std::vector<std::string>& lines, std::vector<ScreenLine> more = {}) {
  int top = 400;
  for (const std::string& text : lines) more.push_back(WordsAt(text, 640, top += 30, 160, 18));
  return LooksLocked({std::move(more)}, kSize);
}

TEST(LockWords, WhatOnlySystemsSayIsLockedInBothLanguages) {
  EXPECT_TRUE(Looks({"Anna", "Enter Password"}));
  EXPECT_TRUE(Looks({"ABC", "DEF", "Экстренный вызов"}));
  EXPECT_FALSE(Looks({"Anna", "Write to me"}));
}

TEST(LockWords, ARefusedPasswordIsNoDialogThatAuthenticates) {
  EXPECT_TRUE(Looks({"Mark", "Sorry, password authentication didn't work. Please try again."}));
  EXPECT_FALSE(Looks({"Authentication required", "Mark", "Password"}));
}

TEST(LockWords, SettingsOfSigningInAreNoLockScreen) {
  EXPECT_TRUE(Looks({"Anna", "Параметры входа"}));
  EXPECT_FALSE(Looks({"Параметры", "Учётные записи", "Параметры входа", "Пароль"}));
}

TEST(LockWords, APersonAndAMachineAreNoAddress) {
  EXPECT_TRUE(Looks({"anna@host-14", "Please enter your password.", "Switch User"}));
  EXPECT_FALSE(Looks({"anna@example.org", "Please enter your password.", "Switch User"}));
}

TEST(LockWords, WordsBeginWhereAWordDoes) {
  EXPECT_TRUE(Looks({"Сон", "Выключить"}));
  EXPECT_FALSE(Looks({"Персонал", "Выключить"}));
}

TEST(LockWords, ADateBesideABigClockIsLockedButForADesktop) {
  const ScreenLine clock = WordsAt("20:44", 600, 120, 240, 90);
  EXPECT_TRUE(Looks({"вс 9 июня", "Anna", "Family"}, {clock}));
  EXPECT_FALSE(Looks({"Anna, Sunday 9 June", "Family", "Guest"}, {clock}));
  const ScreenLine in_bar = WordsAt("20:44 09.06.2026", 1300, 870, 120, 14);
  EXPECT_FALSE(Looks({"вс 9 июня", "Anna", "Family"}, {clock, in_bar}));
}

TEST(LockWords, ABoxThatAsksWhoIsThereHasTheSystemsButtons) {
  EXPECT_TRUE(Looks({"User name", "Log in", "Reboot"}));
  EXPECT_FALSE(Looks({"User name", "Log in", "News"}));
}

}  // namespace
}  // namespace nexy
