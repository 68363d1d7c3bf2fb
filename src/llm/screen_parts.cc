#include "llm/screen_parts.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "llm/offline_words.h"

namespace nexy {
namespace {

using Lines = std::vector<ScreenLine>;

constexpr std::size_t kLabelWords = 3;
constexpr std::size_t kEnumerationBytes = 160;

int Middle(const ScreenLine& line) { return line.top + line.height / 2; }
int Centre(const ScreenLine& line) { return line.left + line.width / 2; }

template <typename Test>
Lines Where(const ScreenText& screen, Test test) {
  Lines lines;
  std::ranges::copy_if(screen.lines, std::back_inserter(lines), test);
  return lines;
}

std::size_t CountWords(const std::string& text) { return SpokenWords(text).words().size(); }

bool EndsWithMark(const std::string& text) {
  constexpr std::string_view kMarks[] = {".", "!", "?", ":", ";", "…", "。", ",", ".\"", ".”", ".»", "?”", "!”", "?»", "!»"};
  return std::ranges::any_of(kMarks, [&text](std::string_view mark) { return text.ends_with(mark); });
}

// A button, a menu entry, a tab: a few words that are no sentence and stand alone.
bool IsLabel(const ScreenLine& line) {
  const std::size_t words = CountWords(line.text);
  return words > 0 && words <= kLabelWords && !EndsWithMark(line.text);
}

// Whether two labels are of one list: side by side, or close below each other.
bool InOneList(const ScreenLine& a, const ScreenLine& b) {
  const int height = std::max({a.height, b.height, 12});
  if (std::abs(Middle(a) - Middle(b)) * 2 <= height) return true;
  const int gap = b.top - a.top - a.height;
  return gap >= 0 && gap <= 4 * height && std::abs(a.left - b.left) <= 3 * height;
}

std::vector<Lines> Paragraphs(const Lines& lines) {
  std::vector<Lines> paragraphs;
  for (const ScreenLine& line : lines) {
    if (paragraphs.empty() || line.paragraph_start) paragraphs.emplace_back();
    paragraphs.back().push_back(line);
  }
  return paragraphs;
}

// One past the end counts from the end: -1 is the last.
template <typename List>
auto ByNumber(const List& list, int number) -> const typename List::value_type* {
  const auto count = static_cast<int>(list.size());
  const int index = number < 0 ? count + number : number - 1;
  return index < 0 || index >= count ? nullptr : &list[static_cast<std::size_t>(index)];
}

// Words that begin alike are taken for forms of one word: "book" and "booking", «поезд» and «поезда».
bool SameStem(const std::u16string& a, const std::u16string& b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  const std::size_t common =
      static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  return common == shorter ? common >= 2 : common >= 4 && common + 2 >= shorter;
}

std::size_t CountMatches(const std::vector<std::u16string>& wanted, const std::string& text) {
  const SpokenWords there(text);
  return static_cast<std::size_t>(std::ranges::count_if(wanted, [&there](const auto& word) {
    return std::ranges::any_of(there.words(), [&word](const auto& other) { return SameStem(word, other); });
  }));
}

// The paragraph with most of the words; the longer one of two, because a heading says less.
Lines About(const ScreenText& screen, const std::string& what) {
  const SpokenWords wanted(what);
  Lines best;
  std::size_t most = 0, longest = 0;
  for (Lines& paragraph : Paragraphs(screen.lines)) {
    const std::string text = SpokenLines(paragraph);
    const std::size_t matches = CountMatches(wanted.words(), text);
    if (matches == 0 || std::pair(matches, text.size()) <= std::pair(most, longest)) continue;
    most = matches;
    longest = text.size();
    best = std::move(paragraph);
  }
  return best;
}

// What stands in the title bar, and the line with the tallest letters below it.
Lines Titles(const ScreenText& screen, ScreenSize size) {
  Lines titles;
  if (screen.lines.empty()) return titles;
  const auto top = std::ranges::min_element(screen.lines, {}, &ScreenLine::top);
  const auto tallest = std::ranges::max_element(screen.lines, {}, &ScreenLine::height);
  if (top->top * 10 < size.height) titles.push_back(*top);
  if (titles.empty() || (tallest != top && tallest->height * 5 > top->height * 6)) titles.push_back(*tallest);
  return titles;
}

Lines Numbered(const ScreenText& screen, const Intent& intent) {
  if (intent.part == Part::kLine) {
    const ScreenLine* line = ByNumber(screen.lines, intent.number);
    return line == nullptr ? Lines() : Lines{*line};
  }
  const std::vector<Lines> paragraphs = Paragraphs(screen.lines);
  const Lines* paragraph = ByNumber(paragraphs, intent.number);
  return paragraph == nullptr ? Lines() : *paragraph;
}

// `next` added to what is said of a paragraph so far; a word cut in two at the end of a line, with
// a soft hyphen, is put together.
void Join(std::string& text, const std::string& next) {
  constexpr std::string_view kSoftHyphen = "\u00ad";
  if (text.ends_with(kSoftHyphen)) {
    text.resize(text.size() - kSoftHyphen.size());
  } else if (!text.empty()) {
    text += ' ';
  }
  text += next;
}

// Once before words that follow each other; words are what spaces part, as OCR found them.
std::string WithDoubts(const ScreenLine& line, Language language) {
  const std::string_view perhaps = language == Language::kRussian ? "возможно " : "perhaps ";
  if (line.uncertain.empty()) return line.text;
  std::string result;
  std::size_t word = 0;
  bool doubted = false, at_start = true;
  for (const char c : line.text) {
    if (at_start) {
      const bool doubtful = std::ranges::find(line.uncertain, word++) != line.uncertain.end();
      if (doubtful && !doubted) result += perhaps;
      doubted = doubtful;
    }
    at_start = c == ' ';
    result += c;
  }
  return result;
}

}  // namespace

std::vector<ScreenLine> SelectPart(const ScreenText& screen, ScreenSize size, const Intent& intent) {
  const int width = size.width, height = size.height;
  switch (intent.part) {
    case Part::kAll: return screen.lines;
    case Part::kTop: return Where(screen, [height](const auto& line) { return Middle(line) * 2 < height; });
    case Part::kBottom: return Where(screen, [height](const auto& line) { return Middle(line) * 2 >= height; });
    case Part::kLeft: return Where(screen, [width](const auto& line) { return Centre(line) * 2 < width; });
    case Part::kRight: return Where(screen, [width](const auto& line) { return Centre(line) * 2 >= width; });
    case Part::kMiddle:
      return Where(screen, [height](const auto& line) {
        return Middle(line) * 4 >= height && Middle(line) * 4 < 3 * height;
      });
    case Part::kTitle: return Titles(screen, size);
    case Part::kButtons: return Where(screen, IsLabel);
    case Part::kParagraphAbout: return About(screen, intent.argument);
    case Part::kLine:
    case Part::kParagraph: return Numbered(screen, intent);
  }
  return {};
}

ScreenText NewLines(const ScreenText& before, const ScreenText& now) {
  return {Where(now, [&before](const ScreenLine& line) {
    return std::ranges::find(before.lines, line.text, &ScreenLine::text) == before.lines.end();
  })};
}

std::size_t CountParagraphs(const ScreenText& screen) { return Paragraphs(screen.lines).size(); }

std::string SpokenLines(const std::vector<ScreenLine>& lines, Language language) {
  Lines marked = lines;
  for (ScreenLine& line : marked) line.text = WithDoubts(line, language);
  return SpokenLines(marked);
}

std::string SpokenLines(const std::vector<ScreenLine>& lines) {
  std::string result;
  const ScreenLine* enumerated = nullptr;  // The last label of an enumeration that may go on.
  const std::vector<Lines> paragraphs = Paragraphs(lines);
  std::size_t begin = 0;  // Of the paragraph that was added last.
  for (const Lines& paragraph : paragraphs) {
    std::string text;
    for (const ScreenLine& line : paragraph) Join(text, line.text);
    const bool label = paragraph.size() == 1 && IsLabel(paragraph.front());
    const bool goes_on = label && enumerated != nullptr && !paragraph.front().section_start &&
                         InOneList(*enumerated, paragraph.front()) &&
                         result.size() - begin + text.size() < kEnumerationBytes;
    const bool was_enumerating = enumerated != nullptr;
    enumerated = label ? &paragraph.front() : nullptr;
    if (goes_on) {
      result += ", " + text;
      continue;
    }
    if (was_enumerating) result += '.';
    if (!result.empty()) result += '\n';
    begin = result.size();
    result += text;
    if (!label && !EndsWithMark(text)) result += '.';
  }
  if (enumerated != nullptr) result += '.';
  return result;
}

}  // namespace nexy
