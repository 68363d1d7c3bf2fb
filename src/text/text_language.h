#pragma once

#include <string_view>

#include "text/language.h"

namespace nexy {

// The languages whose own abbreviations the segmenter knows; what Nexy says itself is a Language.
enum class TextLanguage {
  kUnknown,
  kEnglish,
  kRussian,
  kGerman,
  kFrench,
  kSpanish,
  kItalian,
  kPortuguese
};

// By the primary subtag of a BCP 47 tag; kUnknown for those that have no words of their own.
TextLanguage TextLanguageFromTag(std::string_view tag);
TextLanguage TextLanguageOf(Language language);

// The language whose frequent words (src/text/data/language_words.tsv) `text` has most of;
// `fallback` where none is ahead.
TextLanguage GuessLanguage(std::u32string_view text, TextLanguage fallback);

}  // namespace nexy
