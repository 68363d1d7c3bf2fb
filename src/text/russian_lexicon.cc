#include "text/russian_lexicon.h"

#include <algorithm>

#include "text/russian_dictionary.h"
#include "text/spoken_cursor.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Gender = RussianGender;
using Kase = RussianCase;

// Null without the package hunspell-ru.
const RussianDictionary* TheDictionary() {
  static const RussianDictionary* const dictionary =
      RussianDictionary::Open("/usr/share/hunspell/ru_RU.aff", "/usr/share/hunspell/ru_RU.dic")
          .release();
  return dictionary;
}

std::vector<std::string> Lemmas(std::u32string_view word,
                                std::size_t most = RussianDictionary::kAll) {
  const RussianDictionary* dictionary = TheDictionary();
  return dictionary ? dictionary->Lemmas(EncodeUtf8(word), most) : std::vector<std::string>();
}

std::vector<std::u32string> LemmasOrName(std::u32string_view word) {
  std::vector<std::string> found = Lemmas(word);
  if (found.empty() && !word.empty() && word[0] >= U'а' && word[0] <= U'я') {
    std::u32string name(word);  // Listed with its capital.
    name[0] -= U'а' - U'А';
    found = Lemmas(name);
  }
  std::vector<std::u32string> lemmas;
  for (const std::string& lemma : found) lemmas.push_back(ToLower(DecodeUtf8(lemma)));
  return lemmas;
}

enum class Declension { kMasculine, kNeuter, kInA, kInSoftSign };

struct Ending {
  Declension declension;
  std::u32string_view written;  // Of soft stems as of hard ones: я, ю, ы, ё are а, у, и, е.
  Kase kase;
  bool plural;
};

constexpr Ending kEndings[] = {
    {Declension::kMasculine, U"", Kase::kNominative, false},
    {Declension::kMasculine, U"а", Kase::kGenitive, false},
    {Declension::kMasculine, U"у", Kase::kDative, false},
    {Declension::kMasculine, U"ом", Kase::kInstrumental, false},
    {Declension::kMasculine, U"ем", Kase::kInstrumental, false},
    {Declension::kMasculine, U"е", Kase::kPrepositional, false},
    {Declension::kMasculine, U"и", Kase::kNominative, true},
    {Declension::kMasculine, U"ов", Kase::kGenitive, true},
    {Declension::kMasculine, U"ев", Kase::kGenitive, true},
    {Declension::kMasculine, U"ей", Kase::kGenitive, true},
    {Declension::kNeuter, U"о", Kase::kNominative, false},
    {Declension::kNeuter, U"е", Kase::kNominative, false},
    {Declension::kNeuter, U"а", Kase::kGenitive, false},
    {Declension::kNeuter, U"у", Kase::kDative, false},
    {Declension::kNeuter, U"ом", Kase::kInstrumental, false},
    {Declension::kNeuter, U"ем", Kase::kInstrumental, false},
    {Declension::kNeuter, U"е", Kase::kPrepositional, false},
    {Declension::kNeuter, U"и", Kase::kPrepositional, false},
    {Declension::kNeuter, U"", Kase::kGenitive, true},
    {Declension::kInA, U"а", Kase::kNominative, false},
    {Declension::kInA, U"и", Kase::kGenitive, false},
    {Declension::kInA, U"е", Kase::kDative, false},
    {Declension::kInA, U"у", Kase::kAccusative, false},
    {Declension::kInA, U"ой", Kase::kInstrumental, false},
    {Declension::kInA, U"ей", Kase::kInstrumental, false},
    {Declension::kInA, U"", Kase::kGenitive, true},
    {Declension::kInSoftSign, U"", Kase::kNominative, false},
    {Declension::kInSoftSign, U"и", Kase::kGenitive, false},
    {Declension::kInSoftSign, U"ьу", Kase::kInstrumental, false},
    {Declension::kInSoftSign, U"ей", Kase::kGenitive, true},
};

// Those of all declensions.
constexpr Ending kPluralEndings[] = {
    {Declension::kMasculine, U"ам", Kase::kDative, true},
    {Declension::kMasculine, U"ами", Kase::kInstrumental, true},
    {Declension::kMasculine, U"ах", Kase::kPrepositional, true},
};

bool EndsInVerb(std::u32string_view lemma) {
  return lemma.ends_with(U"ть") || lemma.ends_with(U"ться") || lemma.ends_with(U"ти") ||
         lemma.ends_with(U"чь") || lemma.ends_with(U"чься") || lemma.ends_with(U"тись");
}

bool IsInfinitive(std::u32string_view lemma) {
  static constexpr std::u32string_view kEnds[] = {U"ать", U"ять", U"ить", U"еть", U"уть", U"ыть"};
  return lemma.size() > 4 &&
         std::any_of(std::begin(kEnds), std::end(kEnds),
                     [lemma](std::u32string_view end) { return lemma.ends_with(end); });
}

bool EndsInAdjective(std::u32string_view lemma) {
  return lemma.ends_with(U"ый") || lemma.ends_with(U"ий") || lemma.ends_with(U"ой");
}

// "последний" beside "последнего"; there is no "сценарего".
bool IsAdjective(std::u32string_view lemma) {
  if (lemma.size() < 4 || !EndsInAdjective(lemma)) return false;
  const std::u32string stem(lemma.substr(0, lemma.size() - 2));
  return IsRussianWord(stem + U"ого") || IsRussianWord(stem + U"его");
}

std::optional<Declension> DeclensionOf(std::u32string_view lemma) {
  if (lemma.ends_with(U"мя")) return std::nullopt;                        // имя, времени
  if (lemma.ends_with(U"ся") || IsAdjective(lemma)) return std::nullopt;  // остаться
  if (IsWordOf(WordClass::kFeminineInSoftSign, lemma)) return Declension::kInSoftSign;
  switch (lemma.back()) {
    case U'а':
    case U'я':
      return Declension::kInA;
    case U'о':
    case U'е':
    case U'ё':
      return Declension::kNeuter;
    case U'ь':  // "дверью" is a word, "рублью" is none.
      if (IsRussianWord(std::u32string(lemma) + U"ю")) return Declension::kInSoftSign;
      return IsInfinitive(lemma) ? std::optional<Declension>() : Declension::kMasculine;
    case U'и':
    case U'ы':
    case U'у':
    case U'ю':
    case U'э':
      return std::nullopt;  // A plural, or a form without its declension.
    default:
      return Declension::kMasculine;
  }
}

// What remains of `form` without the stem of `lemma`, in the letters of hard stems; nullopt if it
// has another stem. "список" loses its vowel in "списке", "папка" gets one in "папок".
std::optional<std::u32string> EndingOf(std::u32string_view form, std::u32string_view lemma) {
  const bool ends = IsOneOfChars(lemma.back(), U"аяоеёьй");
  std::u32string stem(lemma.substr(0, lemma.size() - (ends ? 1 : 0)));
  if (!form.starts_with(stem)) {
    if (stem.size() < 2 || !IsOneOfChars(stem[stem.size() - 2], U"оеё")) return std::nullopt;
    stem.erase(stem.size() - 2, 1);
    if (!form.starts_with(stem)) return std::nullopt;
  }
  std::u32string ending(form.substr(stem.size()));
  if (ending == U"ь" || ending == U"й") return U"";
  constexpr std::u32string_view kSoft = U"яюыё";
  constexpr std::u32string_view kHard = U"ауие";
  for (char32_t& c : ending) {
    if (const std::size_t at = kSoft.find(c); at != kSoft.npos) c = kHard[at];
  }
  return ending;
}

// Adds what `form` of the noun `lemma` may be.
void AddNouns(std::u32string_view form, const std::u32string& lemma,
              std::vector<RussianNoun>& nouns) {
  const std::optional<Declension> declension = DeclensionOf(lemma);
  if (!declension) return;
  Gender gender = Gender::kFeminine;
  if (declension == Declension::kMasculine || IsWordOf(WordClass::kMasculineInA, lemma)) {
    gender = Gender::kMasculine;
  } else if (declension == Declension::kNeuter) {
    gender = Gender::kNeuter;
  }
  const std::optional<std::u32string> ending = EndingOf(form, lemma);
  if (!ending) {
    const bool zero = gender != Gender::kMasculine && !IsOneOfChars(form.back(), U"аяоеёуюыиэ");
    if (zero) nouns.push_back({lemma, gender, Kase::kGenitive, true});
    return;
  }
  for (const Ending& one : kEndings) {
    if (one.declension != *declension || one.written != *ending) continue;
    const bool lemma_form = one.kase == Kase::kNominative && !one.plural;
    if (lemma_form && form != lemma) continue;
    if (*ending == U"е" && one.kase == Kase::kPrepositional && lemma.ends_with(U"ие")) continue;
    nouns.push_back({lemma, gender, one.kase, one.plural});
  }
  for (const Ending& one : kPluralEndings) {
    if (one.written == *ending) nouns.push_back({lemma, gender, one.kase, true});
  }
}

// "звёзд", "правил", "недель": some genitive plurals are in the dictionary by themselves, without
// their noun.
void AddZeroPlural(std::u32string_view form, std::vector<RussianNoun>& nouns) {
  if (form.size() < 3 || IsOneOfChars(form.back(), U"аяоеёуюыиэй")) return;
  if (form.ends_with(U"шёл") || form.ends_with(U"шел")) return;  // "пришёл" is of no "пришла".
  std::u32string stem(form);
  std::replace(stem.begin(), stem.end(), U'ё', U'е');
  const bool soft = stem.back() == U'ь';
  if (soft) stem.pop_back();
  std::vector<std::u32string> stems = {stem};
  if (IsOneOfChars(stem[stem.size() - 2], U"ое")) {  // "сосен" of "сосна", "окон" of "окно"
    stems.push_back(stem);
    stems.back().erase(stem.size() - 2, 1);
  }
  for (const std::u32string& one : stems) {
    for (const char32_t ending : std::u32string_view(soft ? U"я" : U"ао")) {
      const std::u32string lemma = one + ending;
      const std::vector<std::u32string> lemmas = LemmasOrName(lemma);
      if (std::find(lemmas.begin(), lemmas.end(), lemma) == lemmas.end()) continue;
      const Gender gender = ending == U'о' ? Gender::kNeuter : Gender::kFeminine;
      nouns.push_back({lemma, gender, Kase::kGenitive, true});
      return;
    }
  }
}

}  // namespace

bool LoadRussianLexicon() { return TheDictionary() != nullptr; }

RussianReading ReadRussianWord(std::u32string_view word) {
  RussianReading reading;
  const std::vector<std::u32string> lemmas = LemmasOrName(word);
  for (const std::u32string& lemma : lemmas) AddNouns(word, lemma, reading.nouns);
  const bool by_itself = std::find(lemmas.begin(), lemmas.end(), word) != lemmas.end();
  if (by_itself) AddZeroPlural(word, reading.nouns);
  if (lemmas.empty() || !reading.nouns.empty()) return reading;
  const auto all = [&lemmas, word](bool (*fits)(std::u32string_view)) {
    return std::all_of(lemmas.begin(), lemmas.end(), [word, fits](std::u32string_view lemma) {
      return (lemma != word || IsInfinitive(lemma)) && fits(lemma);
    });
  };
  reading.verb = all(EndsInVerb) || IsRussianWord(std::u32string(word) + U"те");  // скажи
  reading.other = reading.verb || all([](std::u32string_view lemma) {
                    return EndsInVerb(lemma) || EndsInAdjective(lemma);
                  });
  return reading;
}

std::optional<RussianNoun> ReadRussianAdjective(std::u32string_view word) {
  struct Form {
    std::u32string_view hard, soft;
    Gender gender;
    Kase kase;
    bool plural = false;
  };
  static constexpr Form kForms[] = {{U"ыми", U"ими", Gender::kPlural, Kase::kInstrumental, true},
                                    {U"ого", U"его", Gender::kMasculine, Kase::kGenitive},
                                    {U"ому", U"ему", Gender::kMasculine, Kase::kDative},
                                    {U"ый", U"ий", Gender::kMasculine, Kase::kNominative},
                                    {U"ым", U"им", Gender::kMasculine, Kase::kInstrumental},
                                    {U"ом", U"ем", Gender::kMasculine, Kase::kPrepositional},
                                    {U"ая", U"яя", Gender::kFeminine, Kase::kNominative},
                                    {U"ую", U"юю", Gender::kFeminine, Kase::kAccusative},
                                    {U"ой", U"ей", Gender::kFeminine, Kase::kGenitive},
                                    {U"ое", U"ее", Gender::kNeuter, Kase::kNominative},
                                    {U"ые", U"ие", Gender::kPlural, Kase::kNominative, true},
                                    {U"ых", U"их", Gender::kPlural, Kase::kGenitive, true}};
  for (const Form& form : kForms) {
    if (word.size() < 5 || !(word.ends_with(form.hard) || word.ends_with(form.soft))) continue;
    return RussianNoun{std::u32string(word), form.gender, form.kase, form.plural};
  }
  return std::nullopt;
}

bool IsRussianWord(std::u32string_view word) { return !Lemmas(word, 1).empty(); }

bool IsRussianDative(std::u32string_view word) {
  bool dative = false;
  for (const RussianNoun& one : ReadRussianWord(word).nouns) {
    if (one.kase == Kase::kNominative) return false;
    const bool in_i = one.kase == Kase::kGenitive && word.back() == U'и';  // "Марии"
    dative = dative || one.kase == Kase::kDative || (in_i && !one.plural);
  }
  return dative;
}

}  // namespace nexy
