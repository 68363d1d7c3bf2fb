#include "text/sentence_rivals.h"

#include <unicode/brkiter.h>
#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <memory>
#include <utility>

namespace nexy {

namespace {

icu::UnicodeString FromUtf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

icu::UnicodeString Replace(const icu::UnicodeString& text, std::string_view pattern,
                           std::string_view with) {
  UErrorCode status = U_ZERO_ERROR;
  icu::RegexMatcher matcher(FromUtf8(pattern), text, 0, status);
  return matcher.replaceAll(FromUtf8(with), status);
}

// The parts of `text` between the places that `cut` puts a \x02 at.
std::vector<std::string> SplitAtMarks(const icu::UnicodeString& text) {
  std::vector<std::string> parts;
  std::string rest = ToUtf8(text);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\x02');
    parts.push_back(rest.substr(0, end));
    rest.erase(0, end == rest.npos ? rest.size() : end + 1);
  }
  return parts;
}

}  // namespace

std::vector<std::string> IcuSentences(const std::string& text, std::string_view language) {
  UErrorCode status = U_ZERO_ERROR;
  const std::string locale = std::string(language) + "@ss=standard";
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createSentenceInstance(icu::Locale(locale.c_str()), status));
  const icu::UnicodeString wide = FromUtf8(text);
  breaks->setText(wide);
  std::vector<std::string> sentences;
  int32_t from = breaks->first();
  for (int32_t to = breaks->next(); to != icu::BreakIterator::DONE; to = breaks->next()) {
    sentences.push_back(ToUtf8(icu::UnicodeString(wide, from, to - from)));
    from = to;
  }
  return sentences;
}

std::vector<std::string> HomeAssistantSentences(const std::string& text) {
  icu::UnicodeString marked = Replace(FromUtf8(text), R"((\r?\n){2,})", "\x02");
  marked = Replace(marked,
                   R"((?:[.!?…؟।॥]+)['"\)\]\}’”»]*(?=\s+[\p{Lu}\p{Lt}\p{Lo}]|\s+\d+[.)]{1,2}\s+))",
                   "$0\x02");
  marked = Replace(marked, R"([。！？]+[”’」』）》】〕〉）]*)", "$0\x02");
  // A sentence that seems to end in an abbreviation is joined to the next.
  marked = Replace(marked, R"((?<![\p{L}\p{N}_])(\p{Lu}\p{L}{0,2}\.)\x02)", "$1");
  return SplitAtMarks(marked);
}

std::vector<std::string> LiveKitSentences(const std::string& text, std::size_t min_chars) {
  static const std::pair<std::string_view, std::string_view> kSteps[] = {
      {R"(\n)", " "},
      {R"((Mr|St|Mrs|Ms|Dr)[.])", "$1\x03"},
      {R"([.](com|net|org|io|gov|edu|me))", "\x03$1"},
      {R"(([0-9])[.]([0-9]))", "$1\x03$2"},
      {R"([.][.][.])", "\x03\x03\x03"},
      {R"([.][.])", "\x03\x03"},
      {R"(Ph[.]D[.])",
       "Ph\x03"
       "D\x03"},
      {R"(\s([A-Za-z])[.] )", " $1\x03 "},
      {R"(([A-Z][.][A-Z][.](?:[A-Z][.])?) (Mr|Mrs|Ms|Dr|Prof|Capt|Cpt|Lt|He\s|She\s|It\s|They\s|Their\s|Our\s|We\s|But\s|However\s|That\s|This\s|Wherever))",
       "$1\x02 $2"},
      {R"(([A-Za-z])[.]([A-Za-z])[.]([A-Za-z])[.])", "$1\x03$2\x03$3\x03"},
      {R"(([A-Za-z])[.]([A-Za-z])[.])", "$1\x03$2\x03"},
      {R"( (Inc|Ltd|Jr|Sr|Co)[.] (Mr|Mrs|Ms|Dr|Prof|Capt|Cpt|Lt|He\s|She\s|It\s|They\s|Their\s|Our\s|We\s|But\s|However\s|That\s|This\s|Wherever))",
       " $1\x02 $2"},
      {R"( (Inc|Ltd|Jr|Sr|Co)[.])", " $1\x03"},
      {R"( ([A-Za-z])[.])", " $1\x03"},
      {R"([.]”)", "”."},
      {R"([.]")", "\"."},
      {R"(!")", "\"!"},
      {R"([?]")", "\"?"},
      {R"([.?!])", "$0\x02"},
  };
  icu::UnicodeString marked = FromUtf8(text);
  for (const auto& [pattern, with] : kSteps) marked = Replace(marked, pattern, with);
  std::vector<std::string> sentences;
  std::string joined;
  for (std::string& part : SplitAtMarks(Replace(marked, "\x03", "."))) {
    joined += std::move(part);
    if (joined.size() <= min_chars) continue;
    sentences.push_back(std::exchange(joined, {}));
  }
  if (!joined.empty()) sentences.push_back(joined);
  return sentences;
}

}  // namespace nexy
