// One sentence for the voice: something can be said wherever there is something to say, and the
// letters of Latin and Cyrillic words stay.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "text/spoken_text.h"
#include "text/unicode.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  for (const nexy::Language language : {nexy::Language::kEnglish, nexy::Language::kRussian}) {
    for (const nexy::NumberReading numbers :
         {nexy::NumberReading::kSpoken, nexy::NumberReading::kKeep}) {
      const std::string spoken = nexy::SpokenText(input, {language, numbers});
      const bool blank = nexy::TrimSpace(nexy::DecodeUtf8(input)).empty();
      if (spoken.empty() != blank) std::abort();
      if (spoken.size() > 64 + 128 * input.size()) std::abort();
    }
  }
  return 0;
}
