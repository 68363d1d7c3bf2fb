#include "text/word_classes.h"

#include <array>
#include <cstddef>
#include <string>
#include <unordered_set>

#include "text/data_table.h"
#include "text/embedded_data.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kLists = static_cast<std::size_t>(WordClass::kCount);
constexpr std::array<std::string_view, kLists> kNames = {"extension",
                                                         "short_extension",
                                                         "domain",
                                                         "versioned",
                                                         "phone",
                                                         "ratio",
                                                         "score",
                                                         "roman_label",
                                                         "roman_century",
                                                         "english_king",
                                                         "scripture",
                                                         "numbered",
                                                         "achieved",
                                                         "not_counted",
                                                         "indeclinable",
                                                         "masculine_in_a",
                                                         "feminine_in_soft_sign",
                                                         "russian_numbered",
                                                         "roman_numbered",
                                                         "roman_adjective",
                                                         "paired",
                                                         "aged",
                                                         "menu",
                                                         "label"};

using Lists = std::array<std::unordered_set<std::u32string>, kLists>;

const Lists& AllLists() {
  static const Lists* const lists = [] {
    auto* made = new Lists;
    ForEachRow(kWordClassesTable, [made](const DataRow& row) {
      for (std::size_t list = 0; list < kLists; ++list) {
        if (kNames[list] != row.at(0)) continue;
        ForEachWord(row.at(1), [made, list](std::string_view word) {
          (*made)[list].insert(DecodeUtf8(word));
        });
      }
    });
    return made;
  }();
  return *lists;
}

}  // namespace

bool IsWordOf(WordClass list, std::u32string_view word) {
  return AllLists()[static_cast<std::size_t>(list)].contains(std::u32string(word));
}

}  // namespace nexy
