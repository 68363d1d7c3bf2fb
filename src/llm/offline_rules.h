#pragma once

#include <span>
#include <string_view>

#include "llm/offline_intent.h"

namespace nexy {

// One way to ask for something; the pattern language is that of MatchWords.
struct IntentRule {
  std::u16string_view pattern;
  Want want;
  Part part = Part::kAll;
  int number = 0;
};

// The first rule that matches counts: what is more special comes first.
std::span<const IntentRule> IntentRules();

// What is said around a command and means nothing: patterns without stars of what may be left out
// at the beginning, again and again.
std::span<const std::u16string_view> EmptyOpenings();

}  // namespace nexy
