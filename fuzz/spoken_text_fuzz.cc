// One sentence for the voice: something can be said wherever there is something to say, and the
// letters and digits that no rule changed are all there.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

#include "text/spelling.h"
#include "text/spoken_text.h"
#include "text/unicode.h"

namespace {

using Letters = std::map<char32_t, int>;

void Count(std::string_view text, int sign, Letters& letters) {
  for (const char32_t c : nexy::DecodeUtf8(text)) {
    if (nexy::IsLetter(c) || nexy::IsDigit(c)) letters[c] += sign;
  }
}

void CheckAccounted(std::string_view input, const nexy::Spoken& spoken) {
  Letters kept;
  Count(input, 1, kept);
  Count(spoken.text, -1, kept);
  for (const nexy::SpokenChange& change : spoken.changes) {
    Count(change.before, -1, kept);
    Count(change.after, 1, kept);
  }
  for (const auto& [letter, difference] : kept) {
    if (difference != 0) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const bool blank = nexy::TrimSpace(nexy::DecodeUtf8(input)).empty();
  for (const nexy::Language language : {nexy::Language::kEnglish, nexy::Language::kRussian}) {
    for (const nexy::NumberReading numbers :
         {nexy::NumberReading::kSpoken, nexy::NumberReading::kKeep}) {
      const nexy::Spoken spoken =
          nexy::SpeakSentence(input, {.language = language, .numbers = numbers});
      if (spoken.text.empty() != blank) std::abort();
      if (spoken.text.size() > 64 + 256 * input.size()) std::abort();
      CheckAccounted(input, spoken);
    }
    const nexy::Spoken by_letters =
        nexy::SpeakSentence(input, {.language = language, .spell = true});
    if (by_letters.text.empty() != blank) std::abort();
    CheckAccounted(input, by_letters);
    const std::string spelled = nexy::SpellOut(input, {.language = language});
    if (spelled.empty() != input.empty()) std::abort();
  }
  return 0;
}
