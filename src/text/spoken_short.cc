#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "text/data_table.h"
#include "text/embedded_data.h"
#include "text/english_calendar.h"
#include "text/russian_lexicon.h"
#include "text/russian_words.h"
#include "text/spoken_amount.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

namespace {

enum class Kind {
  kWord,
  kNumber,
  kYear,
  kName,
  kAfter,
  kMonth,
  kDay,
  kTitle,
  kAfterName,
  kBetween,
  kStreet,
  kWeekday
};

struct ShortForm {
  Kind kind = Kind::kWord;
  bool bare = false;                 // Also without its full stop.
  std::vector<std::u32string> said;  // One, or the six cases of a Russian noun.
};

// A short form may have two readings ("St." is Saint or Street).
using Forms = std::unordered_map<std::u32string, std::vector<ShortForm>>;

Kind KindOf(std::string_view name) {
  static const std::unordered_map<std::string_view, Kind> kinds = {
      {"word", Kind::kWord},       {"number", Kind::kNumber}, {"year", Kind::kYear},
      {"name", Kind::kName},       {"after", Kind::kAfter},   {"month", Kind::kMonth},
      {"day", Kind::kDay},         {"title", Kind::kTitle},   {"after_name", Kind::kAfterName},
      {"between", Kind::kBetween}, {"street", Kind::kStreet}, {"weekday", Kind::kWeekday}};
  return kinds.at(name);
}

Forms ReadForms(std::string_view language) {
  Forms forms;
  ForEachRow(kSpokenShortTable, [&forms, language](const DataRow& row) {
    if (row.at(0) != language) return;
    ShortForm form{KindOf(row.at(2)), row.size() > 4 && row.at(4) == "bare", {}};
    std::u32string rest = DecodeUtf8(row.at(3));
    for (std::size_t comma = rest.find(U','); comma != rest.npos; comma = rest.find(U',')) {
      form.said.push_back(rest.substr(0, comma));
      rest.erase(0, comma + 1);
    }
    form.said.push_back(rest);
    forms[DecodeUtf8(row.at(1))].push_back(std::move(form));
  });
  return forms;
}

std::span<const ShortForm> FindForms(const std::u32string& key, bool russian) {
  static const Forms* const english_forms = new Forms(ReadForms("en"));
  static const Forms* const russian_forms = new Forms(ReadForms("ru"));
  const Forms& forms = russian ? *russian_forms : *english_forms;
  const auto found = forms.find(key);
  return found == forms.end() ? std::span<const ShortForm>() : std::span(found->second);
}

// "т. е.", "e.g.", "рис.": its parts joined by stops, and where its last stop ends.
struct Written {
  std::u32string key;
  std::size_t end = 0;
  bool bare = false;  // It has no stop.
};

bool IsSpaceOrStop(char32_t c) { return IsSpace(c) || IsOneOfChars(c, U".,;:!?)"); }

// The short form of `parts` parts at the cursor; `end` is 0 if there is none.
Written ReadWritten(const SpokenCursor& cursor, int parts) {
  constexpr std::size_t kPartMax = 6;
  Written written;
  std::size_t at = 0;
  for (int part = 0; part < parts; ++part) {
    if (part > 0) at += BlanksAt(cursor.Rest(), at);
    const std::size_t begin = at;
    while (at - begin < kPartMax && IsLetter(cursor.Peek(at))) ++at;
    // "VS 2010" is a program.
    const bool shout = IsUpper(cursor.Peek(begin)) && IsUpper(cursor.Peek(begin + 1));
    written.bare = parts == 1 && !shout && IsSpaceOrStop(cursor.Peek(at)) &&
                   cursor.Peek(at) != U'.' && at > begin;
    if (at == begin || (cursor.Peek(at) != U'.' && !written.bare)) return {};
    if (part > 0) written.key.push_back(U'.');
    written.key += ToLower(cursor.Rest().substr(begin, at - begin));
    at += written.bare ? 0 : 1;
  }
  written.end = at;
  return written;
}

// "in Nov.", "Sept. 2021"
bool FitsMonth(const SpokenCursor& cursor, std::u32string_view before, char32_t next) {
  static constexpr std::u32string_view kBefore[] = {
      U"in",   U"of",   U"since", U"until", U"by",      U"from", U"last",   U"next",   U"and",
      U"this", U"late", U"early", U"mid",   U"through", U"to",   U"during", U"before", U"after"};
  return IsUpper(cursor.Peek()) && (IsAsciiDigit(next) || IsAnyOf(kBefore, before));
}

// "Fri., Jan. 5", "Mon. 9:00"
bool FitsDay(const SpokenCursor& cursor, char32_t next) {
  return IsUpper(cursor.Peek()) && (next == U',' || IsAsciiDigit(next) || IsUpper(next));
}

// The adjective with a capital before the cursor: "Невский пр."
std::optional<RussianNoun> AdjectiveBefore(const SpokenCursor& cursor) {
  const std::u32string before = cursor.WordBefore();
  std::size_t end = cursor.at;
  while (end > 0 && IsSpace(cursor.in[end - 1])) --end;
  if (before.empty() || end < before.size() || !IsUpper(cursor.in[end - before.size()])) return {};
  return ReadRussianAdjective(before);
}

// "пн–пт", "сб, вс", "в ср", "Пн 9:00"; "ср. с" compares.
bool FitsWeekday(const SpokenCursor& cursor, std::size_t end, char32_t next) {
  static constexpr std::u32string_view kBefore[] = {U"в",  U"во", U"с",  U"по",
                                                    U"до", U"к",  U"на", U"и"};
  if (IsUpper(cursor.Peek(1)) || cursor.Peek(end) == U'-') return false;
  return IsOneOfChars(next, U",:") || IsAsciiDigit(next) || IsAnyOf(kBefore, cursor.WordBefore()) ||
         (cursor.Peek(end - 1) == U'.' && ToLower(cursor.Peek()) != U'с');
}

// "п. 2 ст. 15": the word before is the number of another short form.
bool IsInChain(const SpokenCursor& cursor) {
  const std::u32string number = cursor.WordBefore();
  if (number.empty() || !std::all_of(number.begin(), number.end(), IsDigit)) return false;
  static constexpr std::u32string_view kParts[] = {U"п.", U"пп.", U"ч.", U"абз.", U"подп."};
  return IsAnyOf(kParts, cursor.BeforeWord().WordBefore());
}

// "Dr. Lee", "Sgt. J. Ray", no "Gen Z".
bool IsBeforeName(const SpokenCursor& cursor, std::size_t end) {
  const std::size_t next = end + BlanksAt(cursor.Rest(), end);
  const char32_t second = cursor.Peek(next + 1);
  const std::u32string before = cursor.WordBefore();
  const bool counted = cursor.Peek() == U'F' && !before.empty() && IsDigit(before.back());  // 6 Ft.
  return IsUpper(cursor.Peek()) && next > end && IsUpper(cursor.Peek(next)) && !counted &&
         (IsLower(second) || IsOneOfChars(second, U".'’"));
}

// "Baker St.", "350 5th Ave": a name or an ordinal before it, and no name after it unless a number
// stands before the street ("221B Baker St. London"; "Port St. Lucie" is a town).
bool IsAfterName(const SpokenCursor& cursor, std::size_t end) {
  if (cursor.in.substr(0, cursor.at).ends_with(U"& ")) return true;  // "Smith & Co."
  SpokenCursor name{cursor.in, cursor.options, cursor.at - std::min<std::size_t>(cursor.at, 1)};
  const std::size_t name_end = name.at;
  while (name.at > 0 && !IsSpace(name.Before())) --name.at;
  if (!IsUpper(cursor.Peek()) || name_end < name.at + 2 || !IsWordChar(cursor.in[name_end - 1])) {
    return false;
  }
  if (!IsUpper(name.Peek()) && !IsAsciiDigit(name.Peek())) return false;
  const std::u32string number = name.WordBefore();
  return !IsUpper(cursor.Peek(end + BlanksAt(cursor.Rest(), end))) ||
         (!number.empty() && IsAsciiDigit(number.front()));
}

// "Roe v. Wade"
bool IsBetweenNames(const SpokenCursor& cursor, std::size_t end) {
  const std::size_t size = cursor.WordBefore().size();
  return IsLower(cursor.Peek()) && size > 1 && cursor.at > size &&
         IsUpper(cursor.in[cursor.at - size - 1]) &&
         IsUpper(cursor.Peek(end + BlanksAt(cursor.Rest(), end)));
}

// "vol. XII", "ch. IV"
bool IsRomanAt(const SpokenCursor& cursor, std::size_t at) {
  std::size_t end = at;
  while (IsOneOfChars(cursor.Peek(end), U"IVXL")) ++end;
  return end > at + 1 && !IsWordChar(cursor.Peek(end));
}

// "at 5 p. 12", "5 min. 30": a unit after its number; a word of its own begins with a capital.
bool IsCounted(const SpokenCursor& cursor, std::u32string_view before, std::size_t end) {
  if (before.empty() || !IsDigit(before.back())) return false;
  return end == 2 ||
         (IsLower(cursor.Peek()) && FindUnit(cursor.Rest().substr(0, end - 1)).unit != nullptr);
}

bool Fits(const SpokenCursor& cursor, const ShortForm& form, std::size_t end) {
  const std::size_t next = end + BlanksAt(cursor.Rest(), end);
  const char32_t c = cursor.Peek(next);
  const std::u32string before = cursor.WordBefore();
  switch (form.kind) {
    case Kind::kWord:
      return true;
    case Kind::kMonth:
      return FitsMonth(cursor, before, c);
    case Kind::kDay:
      return FitsDay(cursor, c);
    case Kind::kNumber:
      if (cursor.Rest().starts_with(U"ext.")) return IsAsciiDigit(c);
      return (IsAsciiDigit(c) || IsRomanAt(cursor, next)) &&
             (!IsCounted(cursor, before, end) || IsInChain(cursor));
    case Kind::kName:
      return IsUpper(c) && (before.empty() || !IsDigit(before.back()));
    case Kind::kAfter:
      return !before.empty();
    case Kind::kTitle:
      return IsBeforeName(cursor, end);
    case Kind::kAfterName:
      return IsAfterName(cursor, end);
    case Kind::kBetween:
      return IsBetweenNames(cursor, end);
    case Kind::kStreet:
      return AdjectiveBefore(cursor).has_value();
    case Kind::kWeekday:
      return FitsWeekday(cursor, end, c);
    case Kind::kYear:
      return DigitsAt(cursor.Rest(), next) == 3 || DigitsAt(cursor.Rest(), next) == 4;
  }
  return false;
}

// "требования п. 5 и ст. 12": a noun right before parts of a document governs them.
bool IsGoverned(const SpokenCursor& cursor, const ShortForm& form) {
  static constexpr std::u32string_view kParts[] = {U"пункт", U"подпункт", U"статья",    U"часть",
                                                   U"глава", U"раздел",   U"приложение"};
  if (!IsAnyOf(kParts, form.said.front())) return false;
  std::u32string before = cursor.WordBefore();
  if (before == U"и") before = cursor.BeforeWord().BeforeWord().BeforeWord().WordBefore();
  return before.size() > 3 && !before.ends_with(U'.') && !ReadRussianWord(before).nouns.empty();
}

// Of a street after its adjective: "на Садовой ул." rather than "до Садовой ул."
RussianCase CaseOfStreet(const SpokenCursor& cursor) {
  const std::optional<RussianNoun> adjective = AdjectiveBefore(cursor);
  if (!adjective) return RussianCase::kNominative;
  const bool open =
      adjective->gender == RussianGender::kFeminine && adjective->kase == RussianCase::kGenitive;
  return open ? RussianCase::kPrepositional : adjective->kase;
}

const std::u32string& InCase(const SpokenCursor& cursor, const ShortForm& form) {
  if (form.said.size() == 1) return form.said.front();
  const std::u32string before = cursor.WordBefore();
  RussianCase kase = CaseAfter(before);
  static constexpr std::u32string_view kIn[] = {U"в", U"во", U"на", U"о", U"об", U"при"};
  const bool in = IsAnyOf(kIn, before);
  if (in) kase = RussianCase::kPrepositional;
  if (before == U"на" && form.kind == Kind::kWord) kase = RussianCase::kAccusative;  // "на тел. 112"
  if (IsInChain(cursor) || IsGoverned(cursor, form)) kase = RussianCase::kGenitive;
  if (form.kind == Kind::kStreet) kase = CaseOfStreet(cursor);
  const bool day = form.kind == Kind::kWeekday;
  if (day && (in || before == U"по")) {
    return form.said[static_cast<std::size_t>(RussianCase::kAccusative)];
  }
  static constexpr std::u32string_view kSee[] = {U"см.",      U"смотри",  U"смотрите",  U"читайте",
                                                 U"откройте", U"найдите", U"прочитайте"};
  if (IsAnyOf(kSee, before)) kase = RussianCase::kAccusative;
  if (before == U"по" || before == U"согласно") kase = RussianCase::kDative;
  if (before == U"с" || before == U"со") {  // "с п. 3 по п. 5", "сравни с рис. 3"
    const bool from = cursor.Rest().find(U" по ") != cursor.in.npos ||
                      cursor.Rest().find(U" до ") != cursor.in.npos;
    kase = from || day ? RussianCase::kGenitive : RussianCase::kInstrumental;
  }
  return form.said[static_cast<std::size_t>(kase)];
}

// "с. 45–50" are pages; empty for one page and other words.
std::u32string_view PagesOf(const SpokenCursor& cursor, const Written& written) {
  if (written.key != U"с" && written.key != U"стр") return {};
  const std::size_t first = written.end + BlanksAt(cursor.Rest(), written.end);
  const std::size_t dash = first + DigitsAt(cursor.Rest(), first);
  if (!IsRangeDash(cursor.Peek(dash)) || !IsAsciiDigit(cursor.Peek(dash + 1))) return {};
  const std::u32string before = cursor.WordBefore();
  static constexpr std::u32string_view kIn[] = {U"на", U"о", U"об"};
  if (IsAnyOf(kIn, before)) return U"страницах";
  if (before == U"с" || before == U"до" || before == U"от" || before == U"из") return U"страниц";
  return U"страницы";
}

// "ул. Ленина, д. 5, стр. 1": a building, no page.
bool IsInAddress(const SpokenCursor& cursor) {
  const std::u32string before = ToLower(cursor.in.substr(0, cursor.at));
  for (const std::u32string_view sign :
       {U"ул.", U"пер.", U"просп.", U"пр-т", U"наб.", U" ш.", U"пр. ", U"улица", U"пл."}) {
    if (before.find(sign) != before.npos) return true;
  }
  return false;
}

bool SayShort(SpokenCursor& cursor, int parts) {
  const Written written = ReadWritten(cursor, parts);
  if (written.end == 0) return false;
  // "пр. Мира" is an avenue, "и пр." ends a list.
  const bool avenue = written.key == U"пр" && cursor.WordBefore() != U"и" &&
                      IsUpper(cursor.Peek(written.end + BlanksAt(cursor.Rest(), written.end)));
  const bool building = written.key == U"стр" && IsInAddress(cursor);
  const std::u32string key = avenue ? U"просп" : building ? U"строение" : written.key;
  const std::span<const ShortForm> forms = FindForms(key, cursor.Russian());
  const auto form = std::find_if(forms.begin(), forms.end(), [&](const ShortForm& one) {
    return (one.bare || !written.bare) && Fits(cursor, one, written.end);
  });
  if (form == forms.end()) return false;
  std::u32string said = InCase(cursor, *form);
  if (const std::u32string_view pages = PagesOf(cursor, written); !pages.empty()) said = pages;
  const bool capital = IsUpper(cursor.Peek());
  if (capital && written.key.size() > 1 && said[0] >= 0x400) said[0] -= 0x20;
  cursor.Say(said);
  // The stop that also ends the sentence stays.
  const bool last = TrimSpace(cursor.Rest().substr(written.end)).find_first_not_of(U")»”\"'") ==
                    std::u32string_view::npos;
  cursor.Skip(written.end - (last && !written.bare ? 1 : 0));
  return true;
}

// "w/o", "w/"
bool SayWith(SpokenCursor& cursor) {
  const std::u32string_view rest = cursor.Rest();
  if (rest.starts_with(U"w/o") && !IsWordChar(cursor.Peek(3))) return cursor.SayFor(3, U"without");
  return rest.starts_with(U"w/ ") && cursor.SayFor(2, U"with");
}

// "пн–пт", "Сб-Вс"
bool SayRussianWeekdays(SpokenCursor& cursor) {
  const auto read = [&cursor](std::size_t at) {
    const bool day = IsLetter(cursor.Peek(at)) && IsLower(cursor.Peek(at + 1)) &&
                     !IsWordChar(cursor.Peek(at + 2));
    const std::span<const ShortForm> forms =
        day ? FindForms(ToLower(cursor.Rest().substr(at, 2)), true) : std::span<const ShortForm>();
    const auto found = std::find_if(forms.begin(), forms.end(), [](const ShortForm& one) {
      return one.kind == Kind::kWeekday;
    });
    return found == forms.end() ? nullptr : &*found;
  };
  const ShortForm* const first = read(0);
  const std::size_t dash = cursor.Peek(2) == U'.' ? 3 : 2;
  if (first == nullptr || !IsRangeDash(cursor.Peek(dash))) return false;
  const ShortForm* const last = read(dash + 1);
  if (last == nullptr) return false;
  cursor.Say(first->said.front());
  cursor.Say(U"—");
  const std::size_t end = dash + 3;
  return cursor.SayFor(end + (dash == 3 && cursor.Peek(end) == U'.' ? 1 : 0), last->said.front());
}

}  // namespace

bool SpeakAbbreviation(SpokenCursor& cursor) {
  if (!cursor.BeginsToken()) return false;
  if (cursor.Russian() && SayRussianWeekdays(cursor)) return true;
  if (SayShort(cursor, 2) || SayShort(cursor, 1)) return true;
  return !cursor.Russian() && cursor.InWords() && (SayCalendarName(cursor) || SayWith(cursor));
}

// "США", "URL", in a sentence that is not all in capitals.
bool SpeakAcronym(SpokenCursor& cursor) {
  struct Names {
    std::u32string english, russian;
  };
  using Table = std::unordered_map<std::u32string, Names>;
  static const Table* const table = [] {
    auto* made = new Table;
    ForEachRow(kAcronymsTable, [made](const DataRow& row) {
      made->emplace(DecodeUtf8(row.at(0)), Names{DecodeUtf8(row.at(1)), DecodeUtf8(row.at(2))});
    });
    return made;
  }();
  if (!IsUpper(cursor.Peek()) || IsWordChar(cursor.Before())) return false;
  std::size_t size = 1;
  while (size < 8 && IsWordChar(cursor.Peek(size))) ++size;
  const auto found = table->find(std::u32string(cursor.Rest().substr(0, size)));
  if (found == table->end() || IsWordChar(cursor.Peek(size))) return false;
  const std::u32string& said = cursor.Russian() ? found->second.russian : found->second.english;
  if (said.empty()) return false;
  bool lower = false;
  for (const char32_t c : cursor.in) lower |= IsLower(c);
  return lower && cursor.SayFor(size, said);
}

}  // namespace nexy
