#pragma once

#include <optional>
#include <string_view>

namespace nexy {

// The languages in which everything that Nexy itself says is complete.
enum class Language { kEnglish, kRussian };

// "en" or "ru".
std::string_view LanguageTag(Language language);

// By the primary subtag of a BCP 47 tag, in any case ("ru-RU" is Russian); nullopt for others.
std::optional<Language> LanguageFromTag(std::string_view tag);

// The language that the words of `text` (UTF-8; invalid bytes are skipped) are in, by their
// letters: Cyrillic means Russian, Latin English. A Cyrillic letter counts twice, because Russian
// sentences are full of Latin names; single letters and what follows a number or a degree sign (20
// GB, 5 °C) count for nothing. `fallback` when there is no word or a tie.
Language DetectLanguage(std::string_view text, Language fallback);

}  // namespace nexy
