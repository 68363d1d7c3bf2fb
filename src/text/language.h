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

// The language that most letters of `text` (UTF-8; invalid bytes are skipped) belong to: Cyrillic
// means Russian, Latin English; `fallback` when there is no letter or a tie.
Language DetectLanguage(std::string_view text, Language fallback);

}  // namespace nexy
