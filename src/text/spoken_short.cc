#include <string>
#include <unordered_map>
#include <vector>

#include "text/data_table.h"
#include "text/embedded_data.h"
#include "text/russian_words.h"
#include "text/spoken_amount.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

namespace {

enum class Kind { kWord, kNumber, kName, kAfter, kMonth, kDay };

struct ShortForm {
  Kind kind = Kind::kWord;
  std::vector<std::u32string> said;  // One, or the six cases of a Russian noun.
};

using Forms = std::unordered_map<std::u32string, ShortForm>;

Kind KindOf(std::string_view name) {
  if (name == "number") return Kind::kNumber;
  if (name == "name") return Kind::kName;
  if (name == "month") return Kind::kMonth;
  if (name == "day") return Kind::kDay;
  return name == "after" ? Kind::kAfter : Kind::kWord;
}

Forms ReadForms(std::string_view language) {
  Forms forms;
  ForEachRow(kSpokenShortTable, [&forms, language](const DataRow& row) {
    if (row.at(0) != language) return;
    ShortForm form{KindOf(row.at(2)), {}};
    std::u32string rest = DecodeUtf8(row.at(3));
    for (std::size_t comma = rest.find(U','); comma != rest.npos; comma = rest.find(U',')) {
      form.said.push_back(rest.substr(0, comma));
      rest.erase(0, comma + 1);
    }
    form.said.push_back(rest);
    forms.emplace(DecodeUtf8(row.at(1)), std::move(form));
  });
  return forms;
}

const ShortForm* FindForm(const std::u32string& key, bool russian) {
  static const Forms* const english_forms = new Forms(ReadForms("en"));
  static const Forms* const russian_forms = new Forms(ReadForms("ru"));
  const Forms& forms = russian ? *russian_forms : *english_forms;
  const auto found = forms.find(key);
  return found == forms.end() ? nullptr : &found->second;
}

// "т. е.", "e.g.", "рис.": its parts joined by stops, and where its last stop ends.
struct Written {
  std::u32string key;
  std::size_t end = 0;
};

// The short form of `parts` parts at the cursor; `end` is 0 if there is none.
Written ReadWritten(const SpokenCursor& cursor, int parts) {
  constexpr std::size_t kPartMax = 6;
  Written written;
  std::size_t at = 0;
  for (int part = 0; part < parts; ++part) {
    if (part > 0) at += BlanksAt(cursor.Rest(), at);
    const std::size_t begin = at;
    while (at - begin < kPartMax && IsLetter(cursor.Peek(at))) ++at;
    if (at == begin || cursor.Peek(at) != U'.') return {};
    if (part > 0) written.key.push_back(U'.');
    written.key += ToLower(cursor.Rest().substr(begin, at - begin));
    ++at;
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
      return IsAsciiDigit(c) && (before.empty() || !IsDigit(before.back()));
    case Kind::kName:
      return IsUpper(c) && (before.empty() || !IsDigit(before.back()));
    case Kind::kAfter:
      return !before.empty();
  }
  return false;
}

const std::u32string& InCase(const SpokenCursor& cursor, const ShortForm& form) {
  if (form.said.size() == 1) return form.said.front();
  const std::u32string before = cursor.WordBefore();
  RussianCase kase = CaseAfter(before);
  static constexpr std::u32string_view kIn[] = {U"в", U"во", U"на", U"о", U"об", U"при"};
  if (IsAnyOf(kIn, before)) kase = RussianCase::kPrepositional;
  static constexpr std::u32string_view kSee[] = {U"см.",      U"смотри",  U"смотрите",  U"читайте",
                                                 U"откройте", U"найдите", U"прочитайте"};
  if (IsAnyOf(kSee, before)) kase = RussianCase::kAccusative;
  if (before == U"по" || before == U"согласно") kase = RussianCase::kDative;
  if (before == U"с" || before == U"со") kase = RussianCase::kGenitive;
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
  const std::u32string_view before = cursor.in.substr(0, cursor.at);
  for (const std::u32string_view sign :
       {U"ул.", U"пер.", U"просп.", U"пр-т", U"наб.", U" ш.", U"пр. ", U"улица", U"пл."}) {
    if (before.find(sign) != before.npos) return true;
  }
  return false;
}

bool SayShort(SpokenCursor& cursor, int parts) {
  const Written written = ReadWritten(cursor, parts);
  if (written.end == 0) return false;
  const ShortForm* form = FindForm(written.key, cursor.Russian());
  // "пр. Мира" is an avenue, "и пр." ends a list.
  const bool avenue = written.key == U"пр" && cursor.WordBefore() != U"и" &&
                      IsUpper(cursor.Peek(written.end + BlanksAt(cursor.Rest(), written.end)));
  if (avenue) form = FindForm(U"просп", true);
  if (written.key == U"стр" && IsInAddress(cursor)) form = FindForm(U"строение", true);
  if (form == nullptr || !Fits(cursor, *form, written.end)) return false;
  std::u32string said = InCase(cursor, *form);
  if (const std::u32string_view pages = PagesOf(cursor, written); !pages.empty()) said = pages;
  const bool capital = IsUpper(cursor.Peek());
  if (capital && written.key.size() > 1 && said[0] >= 0x400) said[0] -= 0x20;
  cursor.Say(said);
  // The stop that also ends the sentence stays.
  const bool last = TrimSpace(cursor.Rest().substr(written.end)).find_first_not_of(U")»”\"'") ==
                    std::u32string_view::npos;
  cursor.Skip(written.end - (last ? 1 : 0));
  return true;
}

struct Weekday {
  std::u32string_view written, said;
};
constexpr Weekday kWeekdays[] = {
    {U"Mon", U"Monday"}, {U"Tue", U"Tuesday"},  {U"Wed", U"Wednesday"}, {U"Thu", U"Thursday"},
    {U"Fri", U"Friday"}, {U"Sat", U"Saturday"}, {U"Sun", U"Sunday"}};

const Weekday* FindWeekday(std::u32string_view text) {
  for (const Weekday& day : kWeekdays) {
    if (text.starts_with(day.written) && (text.size() == 3 || !IsLetter(text[3]))) return &day;
  }
  return nullptr;
}

// "Fri, Jan 5": a comma and a month or number follow.
bool SayWeekday(SpokenCursor& cursor) {
  const Weekday* const day = FindWeekday(cursor.Rest());
  if (day == nullptr) return false;
  const bool comma = cursor.Peek(3) == U',';
  const SpokenCursor::Word next = cursor.WordAfter(comma ? 4 : 3);
  if (next.end == 0) return false;
  static constexpr std::u32string_view kMonths[] = {U"jan", U"feb", U"mar", U"apr", U"may", U"jun",
                                                    U"jul", U"aug", U"sep", U"oct", U"nov", U"dec"};
  const bool month = next.text.size() >= 3 && IsAnyOf(kMonths, next.text.substr(0, 3)) &&
                     IsUpper(cursor.Peek(next.end - next.text.size()));
  return (month || IsAsciiDigit(next.text[0])) && cursor.SayFor(3, day->said);
}

constexpr Weekday kMonths[] = {{U"Jan", U"January"}, {U"Feb", U"February"}, {U"Mar", U"March"},
                               {U"Apr", U"April"},   {U"May", U"May"},      {U"Jun", U"June"},
                               {U"Jul", U"July"},    {U"Aug", U"August"},   {U"Sep", U"September"},
                               {U"Oct", U"October"}, {U"Nov", U"November"}, {U"Dec", U"December"}};

const Weekday* FindMonth(std::u32string_view text) {
  for (const Weekday& month : kMonths) {
    if (text.starts_with(month.written) && (text.size() == 3 || !IsLetter(text[3]))) return &month;
  }
  return nullptr;
}

// "Jan–Mar", "Sep 2021"
bool SayMonths(SpokenCursor& cursor) {
  const Weekday* const first = FindMonth(cursor.Rest());
  if (first == nullptr) return false;
  if (IsRangeDash(cursor.Peek(3))) {
    const Weekday* const last = FindMonth(cursor.Rest().substr(4));
    if (last == nullptr) return false;
    cursor.Say(first->said);
    cursor.Say(U"to");
    return cursor.SayFor(7, last->said);
  }
  const bool year = cursor.Peek(3) == U' ' && DigitsAt(cursor.Rest(), 4) == 4;
  return year && cursor.SayFor(3, first->said);
}

// "Mon–Fri"
bool SayWeekdays(SpokenCursor& cursor) {
  const Weekday* const first = FindWeekday(cursor.Rest());
  if (first == nullptr || !IsRangeDash(cursor.Peek(3))) return false;
  const Weekday* const last = FindWeekday(cursor.Rest().substr(4));
  if (last == nullptr) return false;
  cursor.Say(first->said);
  cursor.Say(U"to");
  return cursor.SayFor(7, last->said);
}

// "w/o", "w/"
bool SayWith(SpokenCursor& cursor) {
  const std::u32string_view rest = cursor.Rest();
  if (rest.starts_with(U"w/o") && !IsWordChar(cursor.Peek(3))) return cursor.SayFor(3, U"without");
  return rest.starts_with(U"w/ ") && cursor.SayFor(2, U"with");
}

}  // namespace

bool SpeakAbbreviation(SpokenCursor& cursor) {
  if (!cursor.BeginsToken()) return false;
  if (SayShort(cursor, 2) || SayShort(cursor, 1)) return true;
  return !cursor.Russian() && cursor.InWords() &&
         (SayWeekdays(cursor) || SayWeekday(cursor) || SayMonths(cursor) || SayWith(cursor));
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
