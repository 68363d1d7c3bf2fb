#include "llm/number_words.h"

#include <algorithm>
#include <array>

namespace nexy {
namespace {

struct Entry {
  std::u16string_view words;  // Separated by spaces.
  std::int64_t value;
  bool multiplies = false;
};

constexpr std::array kNumbers = {
    Entry{u"zero nought null ноль нуль нуля нулю нулем", 0},
    Entry{u"one один одна одно одну одного одному одной одним", 1},
    Entry{u"two два две двух двум двумя", 2},
    Entry{u"three три трех трем тремя", 3},
    Entry{u"four четыре четырех четырем четырьмя", 4},
    Entry{u"five пять пяти пятью", 5},
    Entry{u"six шесть шести шестью", 6},
    Entry{u"seven семь семи семью", 7},
    Entry{u"eight восемь восьми восемью восьмью", 8},
    Entry{u"nine девять девяти девятью", 9},
    Entry{u"ten десять десяти десятью", 10},
    Entry{u"eleven одиннадцать одиннадцати одиннадцатью", 11},
    Entry{u"twelve двенадцать двенадцати двенадцатью", 12},
    Entry{u"thirteen тринадцать тринадцати тринадцатью", 13},
    Entry{u"fourteen четырнадцать четырнадцати четырнадцатью", 14},
    Entry{u"fifteen пятнадцать пятнадцати пятнадцатью", 15},
    Entry{u"sixteen шестнадцать шестнадцати шестнадцатью", 16},
    Entry{u"seventeen семнадцать семнадцати семнадцатью", 17},
    Entry{u"eighteen восемнадцать восемнадцати восемнадцатью", 18},
    Entry{u"nineteen девятнадцать девятнадцати девятнадцатью", 19},
    Entry{u"twenty двадцать двадцати двадцатью", 20},
    Entry{u"thirty тридцать тридцати тридцатью", 30},
    Entry{u"forty fourty сорок сорока", 40},
    Entry{u"fifty пятьдесят пятидесяти пятьюдесятью", 50},
    Entry{u"sixty шестьдесят шестидесяти шестьюдесятью", 60},
    Entry{u"seventy семьдесят семидесяти семьюдесятью", 70},
    Entry{u"eighty восемьдесят восьмидесяти восемьюдесятью", 80},
    Entry{u"ninety девяносто девяноста", 90},
    Entry{u"сто ста", 100},
    Entry{u"двести двухсот двумстам двумястами", 200},
    Entry{u"триста трехсот тремстам тремястами", 300},
    Entry{u"четыреста четырехсот четыремстам четырьмястами", 400},
    Entry{u"пятьсот пятисот пятистам пятьюстами", 500},
    Entry{u"шестьсот шестисот шестистам шестьюстами", 600},
    Entry{u"семьсот семисот семистам семьюстами", 700},
    Entry{u"восемьсот восьмисот восьмистам восемьюстами", 800},
    Entry{u"девятьсот девятисот девятистам девятьюстами", 900},
    Entry{u"hundred hundreds", 100, true},
    Entry{u"thousand thousands тысяча тысячи тысяч тысячу тысяче тысячам тысячами тысячей", 1000, true},
    Entry{u"million millions миллион миллиона миллионов миллиону миллионам миллионом", 1'000'000, true},
    Entry{u"billion billions миллиард миллиарда миллиардов миллиарду миллиардам", 1'000'000'000, true},
};

constexpr std::array kOrdinals = {
    Entry{u"first перв", 1},     Entry{u"second втор", 2},   Entry{u"third трет", 3},
    Entry{u"fourth четверт", 4}, Entry{u"fifth пят", 5},     Entry{u"sixth шест", 6},
    Entry{u"seventh седьм", 7},  Entry{u"eighth восьм", 8},  Entry{u"ninth девят", 9},
    Entry{u"tenth десят", 10},
};

// Whether one of the words of `list` makes `test` true.
template <typename Test>
bool AnyWord(std::u16string_view list, Test test) {
  while (!list.empty()) {
    const std::size_t space = std::min(list.find(u' '), list.size());
    if (test(list.substr(0, space))) return true;
    list.remove_prefix(std::min(space + 1, list.size()));
  }
  return false;
}

}  // namespace

std::optional<NumberWord> FindNumberWord(std::u16string_view word) {
  for (const Entry& entry : kNumbers) {
    if (AnyWord(entry.words, [word](std::u16string_view known) { return known == word; })) {
      return NumberWord{entry.value, entry.multiplies};
    }
  }
  return std::nullopt;
}

std::optional<int> SmallNumber(std::u16string_view word) {
  if (!word.empty() && word.size() <= 4 &&
      std::ranges::all_of(word, [](char16_t c) { return c >= u'0' && c <= u'9'; })) {
    int value = 0;
    for (const char16_t digit : word) value = value * 10 + (digit - u'0');
    return value > 0 ? std::optional(value) : std::nullopt;
  }
  if (const auto number = FindNumberWord(word); number && number->value > 0 && !number->multiplies) {
    return static_cast<int>(number->value);
  }
  for (const Entry& entry : kOrdinals) {
    if (AnyWord(entry.words, [word](std::u16string_view stem) { return word.starts_with(stem); })) {
      return static_cast<int>(entry.value);
    }
  }
  return std::nullopt;
}

}  // namespace nexy
