#include "text/spoken_text.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "text/number_token.h"
#include "text/spoken_cursor.h"
#include "text/spoken_rules.h"
#include "text/symbol_names.h"
#include "text/unicode.h"

namespace nexy {

namespace {

bool IsInvisible(char32_t c) {
  if (c < 0x200B) return c == 0xAD;
  return (c >= 0xFE00 && c <= 0xFE0F) || c == 0x200D || c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

// Spaces in runs and at the ends; line ends within a sentence.
std::u32string Tidy(std::u32string_view text) {
  std::u32string out(text);
  auto end = out.begin();
  bool space = true;
  for (const char32_t c : text) {
    if (IsInvisible(c) || c == kReplacementChar || (IsSpace(c) && space)) continue;
    space = IsSpace(c);
    *end++ = space ? U' ' : c;
  }
  if (space && end != out.begin()) --end;
  out.erase(end, out.end());
  return out;
}

bool CanBeSaid(std::u32string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char32_t c) { return IsLetter(c) || IsDigit(c); });
}

// A sentence of signs alone: each by its name, so that something is heard.
std::u32string NameSigns(std::u32string_view text, Language language) {
  SpokenCursor cursor{text, {.language = language, .numbers = NumberReading::kKeep}};
  while (cursor.at < text.size()) {
    const SymbolName symbol = FindSymbol(cursor.Rest(), language);
    if (symbol.size > 0) cursor.Say(symbol.name);
    cursor.at += std::max<std::size_t>(symbol.size, 1);
  }
  if (!CanBeSaid(cursor.out) && !TrimSpace(text).empty()) {
    return language == Language::kRussian ? U"неизвестный знак" : U"unknown character";
  }
  return cursor.out;
}

// Whether a character that no rule knows means something that a voice will not say: a symbol, a
// private or unassigned character. Punctuation is heard as a pause.
bool IsLost(char32_t c) {
  if (c < 0x80 || IsInvisible(c) || IsMark(c) || IsSpace(c)) return c == kReplacementChar;
  switch (u_charType(static_cast<UChar32>(c))) {
    case U_MATH_SYMBOL:
    case U_CURRENCY_SYMBOL:
    case U_OTHER_SYMBOL:
    case U_UNASSIGNED:
    case U_PRIVATE_USE_CHAR:
    case U_SURROGATE:
      return true;
    default:
      return false;
  }
}

// "Code: … End of code." around the lines of a block.
void AnnounceCode(const SpokenOptions& options, Spoken& spoken) {
  const bool begins = options.code == CodePlace::kFirst || options.code == CodePlace::kOnly;
  const bool ends = options.code == CodePlace::kLast || options.code == CodePlace::kOnly;
  const bool russian = options.language == Language::kRussian;
  if (begins) {
    const std::string said = russian ? "Код:" : "Code:";
    spoken.text = said + " " + spoken.text;
    spoken.changes.insert(spoken.changes.begin(), {"", said, "code block"});
  }
  if (ends) {
    std::string said = russian ? "Конец кода." : "End of code.";
    const bool stop = !spoken.text.empty() &&
                      std::string_view(".!?;:,").find(spoken.text.back()) != std::string_view::npos;
    said.insert(0, stop ? " " : ". ");
    spoken.text += said;
    spoken.changes.push_back({"", said.substr(stop ? 1 : 0), "code block"});
  }
}

bool IsWordLetter(char32_t c) { return IsLetter(c) && !IsScriptLetter(c); }

// The sentence on its way to the voice, rule by rule.
class Speech {
 public:
  Speech(std::u32string_view in, const SpokenOptions& options)
      : cursor_{in, options}, rules_(SpokenRules::For(options)) {
    cursor_.out.reserve(in.size() * 2);
  }

  void Run() {
    while (cursor_.at < cursor_.in.size()) Step();
  }

  std::u32string_view out() const { return cursor_.out; }
  std::vector<SpokenChange>& changes() { return changes_; }
  std::size_t unsaid() const { return unsaid_; }

 private:
  void Step() {
    const char32_t c = cursor_.Peek();
    if (IsSpace(c)) return cursor_.Copy(1);
    if (IsDigit(c)) {
      if (IsPartOfName() || !Try(rules_.AtDigit())) CopyDigits();
      return;
    }
    if (IsWordLetter(c)) {
      const std::size_t size = WordSize();
      const bool begins = !IsLetter(cursor_.Before());
      if (!begins || !Try(rules_.AtWord(BeginningOfWord(size)))) cursor_.Copy(size);
      return;
    }
    if (Try(rules_.AtSign(c))) return;
    if (IsLost(c)) ++unsaid_;
    cursor_.Copy(1);
  }

  std::size_t WordSize() const {
    std::size_t size = 1;
    while (IsWordLetter(cursor_.Peek(size)) || IsMark(cursor_.Peek(size))) ++size;
    return size;
  }

  // What may interest a rule in the word of `size` letters at the cursor.
  unsigned BeginningOfWord(std::size_t size) const {
    constexpr std::size_t kShortMax = 6;
    const char32_t first = cursor_.Peek();
    unsigned beginning = kWord;
    if (size == 1) beginning |= kLetter;
    if (size <= kShortMax) beginning |= kShort;
    if (IsUpper(first)) beginning |= kCapital;
    if (first >= 0x80 && !IsCyrillic(first)) beginning |= kForeign;
    std::size_t end = size;
    while (EndsToken(cursor_.Peek(end))) ++end;
    if (!IsSpace(cursor_.Peek(end))) return beginning | kJoined;
    end = size + (cursor_.Peek(size) == U'.' ? 1 : 0);
    const std::size_t next = end + BlanksAt(cursor_.Rest(), end);
    if (IsAsciiDigit(cursor_.Peek(next))) beginning |= kCounted;
    if (cursor_.Peek(next) == U'+') beginning |= kJoined;
    return beginning;
  }

  // "H2O", "COVID-19", "Би-2", ".5": digits that something before them belongs to.
  bool IsPartOfName() const {
    const char32_t before = cursor_.Before();
    const bool measure = IsOneOfChars(before, kTimesSigns) &&
                         cursor_.out.ends_with(cursor_.Pick(U"by ", U"на "));  // "2x4 m"
    if (measure) return false;
    if (IsWordChar(before) || before == U'.') return true;
    if (cursor_.at < 2 || !IsWordChar(cursor_.in[cursor_.at - 2])) return false;
    return before == U'-' || (before == U'–' && IsLetterBefore());  // "q4–6h"
  }

  bool IsLetterBefore() const {
    std::size_t begin = cursor_.at - 1;
    while (begin > 0 && IsWordChar(cursor_.in[begin - 1])) --begin;
    return IsLetter(cursor_.in[begin]);
  }

  bool Try(const SpokenRules::List& rules) {
    for (const SpokenRule* const rule : rules) {
      const std::size_t from = cursor_.at;
      const std::size_t said = cursor_.out.find_last_not_of(U' ') + 1;
      if (!rule->speak(cursor_)) continue;
      DropSecondBy(said);
      Note(rule->name, cursor_.in.substr(from, cursor_.at - from),
           std::u32string_view(cursor_.out).substr(std::min(said, cursor_.out.size())));
      MendPreposition(said);
      return true;
    }
    return false;
  }

  // "по МСК": по московскому времени.
  void DropSecondBy(std::size_t said) {
    std::u32string& out = cursor_.out;
    const std::u32string_view words = std::u32string_view(out).substr(std::min(said, out.size()));
    if (!words.starts_with(U" по ")) return;
    const std::u32string before = ToLower(std::u32string_view(out).substr(0, said));
    if (before == U"по" || before.ends_with(U" по")) out.erase(said, std::size(U" по") - 1);
  }

  // "во втором", "со ста", "об одном": the preposition before what was said from `said` on.
  void MendPreposition(std::size_t said) {
    if (!cursor_.Russian()) return;
    std::u32string& out = cursor_.out;
    std::size_t at = std::min(said, out.size());
    const std::u32string_view words = TrimSpace(std::u32string_view(out).substr(at));
    while (at > 0 && IsSpace(out[at - 1])) --at;
    if (at == 0 || (at > 1 && !IsSpace(out[at - 2]))) return;
    const char32_t letter = ToLower(out[at - 1]);
    const bool second = words.starts_with(U"втор") && IsOneOfChars(letter, U"вск");
    const bool hundred = words.starts_with(U"ста") && letter == U'с';
    const bool one = words.starts_with(U"од") && letter == U'о';
    if (!second && !hundred && !one) return;
    out.insert(at, 1, one ? U'б' : U'о');
    changes_.push_back({"", one ? "б" : "о", "preposition"});
  }

  void Note(std::string_view rule, std::u32string_view before, std::u32string_view after) {
    before = TrimSpace(before);
    after = TrimSpace(after);
    if (before == after) return;
    if (CanBeSaid(before) && !CanBeSaid(after)) {
      unsaid_ += static_cast<std::size_t>(
          std::count_if(before.begin(), before.end(), [](char32_t c) { return IsWordChar(c); }));
    }
    changes_.push_back({EncodeUtf8(before), EncodeUtf8(after), rule});
  }

  // A number that no rule is certain of stays whole, so that no rule sees a part of it.
  void CopyDigits() {
    std::size_t size = ReadNumber(cursor_.Rest()).size;
    if (IsWordChar(cursor_.Before()) || size == 0) size = 1;
    while (IsDigit(cursor_.Peek(size))) ++size;
    cursor_.Copy(size);
  }

  SpokenCursor cursor_;
  const SpokenRules& rules_;
  std::vector<SpokenChange> changes_;
  std::size_t unsaid_ = 0;
};

}  // namespace

Spoken SpeakSentence(std::string_view sentence, const SpokenOptions& options) {
  const std::u32string in = DecodeUtf8(sentence);
  Speech speech(in, options);
  speech.Run();
  Spoken spoken{"", std::move(speech.changes()), speech.unsaid()};
  std::u32string out = Tidy(speech.out());
  if (!CanBeSaid(out)) {
    out = Tidy(NameSigns(in, options.language));
    spoken.changes.clear();
    if (!out.empty()) spoken.changes.push_back({std::string(sentence), EncodeUtf8(out), "signs"});
  }
  spoken.text = EncodeUtf8(out);
  AnnounceCode(options, spoken);
  return spoken;
}

std::string SpokenText(std::string_view sentence, const SpokenOptions& options) {
  return SpeakSentence(sentence, options).text;
}

}  // namespace nexy
