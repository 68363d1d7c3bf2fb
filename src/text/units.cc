#include "text/units.h"

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <unordered_set>

#include "base/data_table.h"
#include "text/embedded_data.h"
#include "text/russian_quantity.h"
#include "text/unicode.h"

namespace nexy {

namespace {

enum Form : std::size_t {
  kOne,
  kFew,
  kMany,
  kGenitive,
  kDative,
  kAccusative,
  kInstrumental,
  kPrepositional,
  kDativePlural,
  kInstrumentalPlural,
  kPrepositionalPlural
};

struct Units {
  std::deque<Unit> all;
  std::unordered_map<std::u32string, const Unit*, WordHash, std::equal_to<>> by_symbol;
  std::size_t longest = 0;
};

RussianGender GenderOf(char letter) {
  if (letter == 'f') return RussianGender::kFeminine;
  if (letter == 'p') return RussianGender::kPlural;
  return letter == 'n' ? RussianGender::kNeuter : RussianGender::kMasculine;
}

Unit ReadUnit(const DataRow& row) {
  Unit unit;
  unit.english_one = DecodeUtf8(row.at(1));
  unit.english_many = DecodeUtf8(row.at(2));
  std::string_view forms = row.at(3);
  unit.gender = GenderOf(forms.front());
  forms.remove_prefix(2);
  for (std::u32string& form : unit.russian) {
    const std::size_t comma = forms.find(',');
    form = DecodeUtf8(forms.substr(0, comma));
    forms.remove_prefix(comma == forms.npos ? forms.size() : comma + 1);
  }
  unit.magnitude = unit.english_one == unit.english_many && unit.english_one.ends_with(U"illion");
  unit.magnitude |= unit.english_one == U"thousand";
  return unit;
}

struct Prefix {
  std::u32string_view latin, cyrillic, english, russian;
};
constexpr Prefix kPrefixes[] = {
    {U"T", U"Т", U"tera", U"тера"},     {U"G", U"Г", U"giga", U"гига"},
    {U"M", U"М", U"mega", U"мега"},     {U"k", U"к", U"kilo", U"кило"},
    {U"h", U"г", U"hecto", U"гекто"},   {U"d", U"д", U"deci", U"деци"},
    {U"c", U"с", U"centi", U"санти"},   {U"m", U"м", U"milli", U"милли"},
    {U"µ", U"мк", U"micro", U"микро"},  {U"μ", U"мк", U"micro", U"микро"},
    {U"mc", U"мк", U"micro", U"микро"}, {U"n", U"н", U"nano", U"нано"},
    {U"p", U"п", U"pico", U"пико"}};

void AddUnit(Units& units, std::string_view symbols, const Prefix& prefix, Unit unit) {
  unit.english_one.insert(0, prefix.english);
  unit.english_many.insert(0, prefix.english);
  for (std::u32string& form : unit.russian) form.insert(0, prefix.russian);
  const Unit& added = units.all.emplace_back(std::move(unit));
  ForEachWord(symbols, [&units, &prefix, &added](std::string_view symbol) {
    std::u32string key = DecodeUtf8(symbol);
    std::replace(key.begin(), key.end(), U'_', U' ');
    key.insert(0, IsCyrillic(key.front()) ? prefix.cyrillic : prefix.latin);
    units.longest = std::max(units.longest, key.size());
    units.by_symbol.emplace(std::move(key), &added);
  });
}

// A row of the table: the unit itself, and with each prefix that it may have.
void AddRow(Units& units, const DataRow& row) {
  const Unit unit = ReadUnit(row);
  AddUnit(units, row.at(0), {}, unit);
  if (row.size() < 5) return;
  ForEachWord(row.at(4), [&units, &row, &unit](std::string_view written) {
    const std::u32string name = DecodeUtf8(written);
    for (const Prefix& prefix : kPrefixes) {
      if (prefix.latin == name) AddUnit(units, row.at(0), prefix, unit);
    }
  });
}

const Units& AllUnits() {
  static const Units* const units = [] {
    auto* made = new Units;
    ForEachRow(kUnitsTable, [made](const DataRow& row) { AddRow(*made, row); });
    return made;
  }();
  return *units;
}

}  // namespace

UnitMatch FindUnit(std::u32string_view text) {
  const Units& units = AllUnits();
  for (std::size_t size = std::min(units.longest, text.size()); size > 0; --size) {
    const bool splits_word =
        size < text.size() && IsWordChar(text[size - 1]) && IsWordChar(text[size]);
    if (splits_word) continue;
    const auto found = units.by_symbol.find(text.substr(0, size));
    if (found != units.by_symbol.end()) return {found->second, size};
  }
  return {};
}

std::u32string_view EnglishUnit(const Unit& unit, const NumberToken& number, bool singular) {
  const bool one = number.IsWhole() && number.whole == 1;
  return one || singular ? unit.english_one : unit.english_many;
}

std::u32string_view RussianUnit(const Unit& unit, const NumberToken& number, RussianCase kase) {
  if (!number.IsWhole()) {
    // "5,5 процента" in every case; "полутора" alone has the plural beside it.
    if (!IsOneAndAHalf(number)) return unit.russian[kGenitive];
    switch (kase) {
      case RussianCase::kNominative:
      case RussianCase::kAccusative:
        return unit.russian[kFew];
      case RussianCase::kGenitive:
        return unit.russian[kMany];
      case RussianCase::kDative:
        return unit.russian[kDativePlural];
      case RussianCase::kInstrumental:
        return unit.russian[kInstrumentalPlural];
      case RussianCase::kPrepositional:
        return unit.russian[kPrepositionalPlural];
    }
  }
  if (number.whole % 1000 == 0)
    return unit.russian[kMany];  // "тысячами рублей", "при нуле градусов"
  const std::int64_t ten = number.whole % 10;
  const std::int64_t hundred = number.whole % 100;
  const bool one = ten == 1 && hundred != 11;
  const bool few = ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14);
  switch (kase) {
    case RussianCase::kNominative:
      return unit.russian[one ? kOne : few ? kFew : kMany];
    case RussianCase::kAccusative:
      return unit.russian[one ? kAccusative : few ? kFew : kMany];
    case RussianCase::kGenitive:
      return unit.russian[one ? kGenitive : kMany];
    case RussianCase::kDative:
      return unit.russian[one ? kDative : kDativePlural];
    case RussianCase::kInstrumental:
      return unit.russian[one ? kInstrumental : kInstrumentalPlural];
    case RussianCase::kPrepositional:
      return unit.russian[one ? kPrepositional : kPrepositionalPlural];
  }
  return unit.russian[kMany];
}

bool IsUnitWord(std::u32string_view word) {
  static const auto* const words = [] {
    auto* made = new std::unordered_set<std::u32string_view>;
    for (const Unit& unit : AllUnits().all) made->insert(unit.russian[kMany]);
    return made;
  }();
  return words->contains(word);
}

std::u32string_view RussianUnitPlural(const Unit& unit) { return unit.russian[kMany]; }

}  // namespace nexy
