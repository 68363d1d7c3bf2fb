// "с 50 % скидкой", "100% гарантия": a percentage as an adjective of its noun.
#include <algorithm>
#include <array>
#include <string>

#include "text/russian_agreement.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

namespace {

using Kase = RussianCase;

// Nouns that a percentage describes; of others it is a part (50 % рынка).
bool IsDescribed(std::u32string_view noun) {
  static constexpr std::u32string_view kStems[] = {
      U"скидк", U"гаранти", U"вероятност", U"раствор",   U"предоплат", U"кислот", U"спирт",
      U"ставк", U"комисси", U"уверенност", U"хлоп",      U"сливк",     U"кешбэк", U"кэшбэк",
      U"налог", U"наценк",  U"переплат",   U"результат", U"заряд"};
  return std::any_of(std::begin(kStems), std::end(kStems),
                     [noun](std::u32string_view stem) { return noun.starts_with(stem); });
}

bool EndsIn(std::u32string_view noun, std::u32string_view ending) {
  return noun.size() > ending.size() && noun.ends_with(ending);
}

// The adjective's ending by the noun's; empty where it does not show.
std::u32string_view Ending(std::u32string_view noun, bool with) {
  struct Form {
    std::u32string_view noun, adjective;
  };
  static constexpr std::array<Form, 5> kInstrumental = {
      {{U"ой", U"ной"}, {U"ей", U"ной"}, {U"ью", U"ной"}, {U"ом", U"ным"}, {U"ем", U"ным"}}};
  if (with) {
    for (const Form& form : kInstrumental) {
      if (EndsIn(noun, form.noun)) return form.adjective;
    }
    return {};
  }
  if (!IsDescribed(noun)) return {};
  static constexpr std::array<Form, 8> kOthers = {{{U"ки", U"ной"},
                                                   {U"ость", U"ная"},
                                                   {U"ости", U"ной"},
                                                   {U"а", U"ная"},
                                                   {U"я", U"ная"},
                                                   {U"у", U"ную"},
                                                   {U"ю", U"ную"},
                                                   {U"е", U"ной"}}};
  if (EndsIn(noun, U"сливки")) return U"ные";
  for (const Form& form : kOthers) {
    const bool masculine = noun.starts_with(U"раствор") || noun.starts_with(U"спирт") ||
                           noun.starts_with(U"налог") || noun.starts_with(U"кешбэк") ||
                           noun.starts_with(U"кэшбэк") || noun.starts_with(U"результат") ||
                           noun.starts_with(U"заряд") || noun.starts_with(U"хлоп");
    if (masculine) break;
    if (EndsIn(noun, form.noun)) return form.adjective;
  }
  const char32_t last = noun.back();
  return IsOneOfChars(last, U"аяоёеуюыиэьй") ? std::u32string_view() : U"ный";
}

}  // namespace

bool SpeakRussianPercentAdjective(SpokenCursor& cursor) {
  if (!cursor.Russian() || !cursor.InWords()) return false;
  const NumberToken number = cursor.NumberAt();
  if (!number.IsWhole() || number.whole < 1 || number.whole > 1000) return false;
  const std::size_t sign = number.size + BlanksAt(cursor.Rest(), number.size);
  if (sign - number.size > 1 || cursor.Peek(sign) != U'%') return false;
  const std::u32string noun = cursor.WordAfter(sign + 1).text;
  if (noun.size() < 4) return false;
  const std::u32string before = cursor.WordBefore();
  const bool with =
      (before == U"с" || before == U"со") && CaseBefore(cursor) == Kase::kInstrumental;
  const std::u32string_view ending = Ending(noun, with);
  if (ending.empty()) return false;
  return cursor.SayFor(sign + 1, RussianJoined(number.whole) + U"процент" + std::u32string(ending));
}

}  // namespace nexy
