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

// The language in which to say `text` (UTF-8; invalid bytes are skipped). Latin letters mean
// English. A Cyrillic word means Russian, also among many Latin names and addresses, because an
// English voice cannot read it; unless there are more Latin letters and the frequent words are
// English. Single letters (but for и, в, к, я) and Latin units after a number or a degree sign (20
// GB, 5 °C) count for nothing. `fallback` when there is no word.
Language DetectLanguage(std::string_view text, Language fallback);

}  // namespace nexy
