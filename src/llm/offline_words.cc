#include "llm/offline_words.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>

namespace nexy {
namespace {

bool IsApostrophe(UChar32 c) { return c == u'\'' || c == u'’' || c == u'ʼ'; }

UChar32 Fold(UChar32 c) {
  const UChar32 folded = u_foldCase(c, U_FOLD_CASE_DEFAULT);
  return folded == u'ё' ? u'е' : folded;
}

// U+FFFD is what ICU makes of bytes that are not UTF-8.
icu::UnicodeString Compose(std::string_view text) {
  const auto decoded = icu::UnicodeString::fromUTF8({text.data(), static_cast<int>(text.size())});
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error) != 0) return decoded;
  icu::UnicodeString composed = nfc->normalize(decoded, error);
  return U_FAILURE(error) != 0 ? decoded : composed;
}

bool MatchesWord(std::u16string_view alternatives, const std::u16string& word) {
  while (true) {
    const std::size_t bar = std::min(alternatives.find(u'|'), alternatives.size());
    const std::u16string_view one = alternatives.substr(0, bar);
    if (one.ends_with(u'~') ? word.starts_with(one.substr(0, one.size() - 1)) : word == one) return true;
    if (bar == alternatives.size()) return false;
    alternatives.remove_prefix(bar + 1);
  }
}

// Backtracks; patterns have few stars, and the caller limits the number of words.
class Matcher {
 public:
  explicit Matcher(const std::vector<std::u16string>& words) : words_(words) {}

  bool Matches(std::u16string_view pattern, std::size_t at) {
    if (pattern.empty()) return at == words_.size();
    const std::size_t space = std::min(pattern.find(u' '), pattern.size());
    std::u16string_view token = pattern.substr(0, space);
    const std::u16string_view rest = pattern.substr(std::min(space + 1, pattern.size()));
    if (token == u"*") return MatchesAfterSome(rest, at, 0, nullptr);
    if (token == u"<>") return MatchesAfterSome(rest, at, 1, &captured_);
    const bool optional = token.ends_with(u'?');
    if (optional) token.remove_suffix(1);
    if (at < words_.size() && MatchesWord(token, words_[at]) && Matches(rest, at + 1)) return true;
    return optional && Matches(rest, at);
  }

  WordRange captured() const { return captured_; }

 private:
  bool MatchesAfterSome(std::u16string_view rest, std::size_t at, std::size_t at_least,
                        WordRange* range) {
    for (std::size_t next = at + at_least; next <= words_.size(); ++next) {
      if (!Matches(rest, next)) continue;
      if (range != nullptr) *range = {at, next};
      return true;
    }
    return false;
  }

  const std::vector<std::u16string>& words_;
  WordRange captured_;
};

}  // namespace

SpokenWords::SpokenWords(std::string_view text, std::size_t limit) : text_(Compose(text)) {
  std::u16string word;
  Place place;
  for (int i = 0, next = 0; i <= text_.length(); i = next) {
    const UChar32 c = i < text_.length() ? text_.char32At(i) : u' ';
    next = i + std::max(1, U16_LENGTH(c));
    if (u_isalnum(c) || u_getCombiningClass(c) != 0) {
      if (word.empty()) place.begin = i;
      place.end = next;
      const icu::UnicodeString folded(Fold(c));
      word.append(folded.getBuffer(), static_cast<std::size_t>(folded.length()));
    } else if (!word.empty() && !(IsApostrophe(c) && u_isalnum(text_.char32At(next)))) {
      if (words_.size() == limit) {
        cut_short_ = true;
        return;
      }
      words_.push_back(std::move(word));
      places_.push_back(place);
      word.clear();
    }
  }
}

std::string SpokenWords::Original(std::size_t first, std::size_t last) const {
  std::string result;
  if (first >= last || last > places_.size()) return result;
  const int begin = places_[first].begin;
  return text_.tempSubString(begin, places_[last - 1].end - begin).toUTF8String(result);
}

std::optional<WordRange> MatchWords(std::u16string_view pattern,
                                    const std::vector<std::u16string>& words) {
  Matcher matcher(words);
  if (!matcher.Matches(pattern, 0)) return std::nullopt;
  return matcher.captured();
}

}  // namespace nexy
