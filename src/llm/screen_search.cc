#include "llm/screen_search.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "base/strings.h"
#include "llm/offline_phrases.h"
#include "llm/offline_words.h"

namespace nexy {
namespace {

constexpr std::size_t kMaxPlaces = 3;
constexpr std::size_t kMaxLineWords = 24;

using Words = std::vector<std::u16string>;

struct Hit {
  const ScreenLine* line = nullptr;
  std::string text;      // As it stands there.
  bool is_whole = false;  // There is nothing else in the line.
  int centre = 0;        // Pixels from the left.
};

// How alike a word on the screen is to a wanted one.
enum class Likeness { kExact, kForm, kMisread };

// Edits to make one word of the other; stops counting at `limit` + 1.
std::size_t Distance(const std::u16string& a, const std::u16string& b, std::size_t limit) {
  if (a.size() > b.size() + limit || b.size() > a.size() + limit) return limit + 1;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

bool IsLike(const std::u16string& there, const std::u16string& wanted, Likeness likeness) {
  constexpr std::size_t kLongestWord = 40;
  if (there == wanted) return true;
  if (likeness == Likeness::kExact || there.size() > kLongestWord || wanted.size() > kLongestWord) return false;
  if (likeness == Likeness::kForm) {  // «настройки» and «настройках»; "setting" and "settings".
    const std::size_t ending = wanted.size() > 4 ? 2 : 1;
    const std::size_t stem = wanted.size() - std::min(ending, wanted.size() - 1);
    return wanted.size() > 2 && there.size() <= wanted.size() + 3 &&
           there.starts_with(wanted.substr(0, stem));
  }
  return wanted.size() >= 4 && Distance(there, wanted, wanted.size() / 4) <= wanted.size() / 4;
}

std::optional<std::size_t> FindWords(const Words& there, const Words& wanted, Likeness likeness) {
  const auto like = [likeness](const auto& a, const auto& b) { return IsLike(a, b, likeness); };
  const auto found = std::search(there.begin(), there.end(), wanted.begin(), wanted.end(), like);
  if (found == there.end()) return std::nullopt;
  return static_cast<std::size_t>(found - there.begin());
}

std::vector<Hit> FindLines(const ScreenText& screen, const Words& wanted, Likeness likeness) {
  std::vector<Hit> hits;
  for (const ScreenLine& line : screen.lines) {
    const SpokenWords there(line.text);
    const std::optional<std::size_t> at = FindWords(there.words(), wanted, likeness);
    if (!at) continue;
    const std::size_t count = there.words().size(), end = *at + wanted.size();
    const auto part = static_cast<int>((2 * *at + wanted.size()) * static_cast<std::size_t>(line.width) / (2 * count));
    hits.push_back({&line, there.Original(*at, end), wanted.size() == count, line.left + part});
  }
  return hits;
}

// Names of things that stand around a text, not in it.
bool IsKind(const std::u16string& word) {
  constexpr std::u16string_view kKinds[] = {
      u"button", u"link", u"field", u"checkbox", u"tab", u"icon", u"menu", u"word", u"text", u"the", u"a", u"an",
      u"please", u"кнопка", u"кнопку", u"кнопки", u"ссылка", u"ссылку", u"поле", u"вкладка", u"вкладку", u"пункт",
      u"слово", u"надпись", u"текст", u"пожалуйста", u"тут", u"здесь"};
  return std::ranges::find(kKinds, word) != std::end(kKinds);
}

Words WithoutKinds(const Words& words) {
  auto begin = words.begin();
  auto end = words.end();
  while (begin != end && IsKind(*begin)) ++begin;
  while (begin != end && IsKind(*(end - 1))) --end;
  return begin == end ? words : Words(begin, end);
}

int Middle(const ScreenLine& line) { return line.top + line.height / 2; }

// The nearest line in the same row, or else the nearest above or below within a few rows.
std::string Neighbour(const ScreenText& screen, const ScreenLine& line, Language language) {
  const ScreenLine* nearest = nullptr;
  OfflinePhrase phrase = OfflinePhrase::kPlaceAfter;
  int least = 0;
  const auto consider = [&nearest, &phrase, &least](const ScreenLine& other, int distance,
                                                    OfflinePhrase where) {
    if (distance < 0 || (nearest != nullptr && distance >= least)) return;
    nearest = &other;
    phrase = where;
    least = distance;
  };
  for (const ScreenLine& other : screen.lines) {
    if (&other == &line || SpokenWords(other.text).words().size() > 6) continue;
    const bool same_row = std::abs(Middle(other) - Middle(line)) * 2 <= line.height;
    const bool same_column = other.left < line.left + line.width && line.left < other.left + other.width;
    if (same_row) {
      consider(other, line.left - other.left - other.width, OfflinePhrase::kPlaceAfter);
      consider(other, other.left - line.left - line.width, OfflinePhrase::kPlaceBefore);
    } else if (same_column) {
      consider(other, 2 * (line.top - other.top - other.height), OfflinePhrase::kPlaceBelow);
      consider(other, 2 * (other.top - line.top - line.height), OfflinePhrase::kPlaceAbove);
    }
  }
  if (nearest == nullptr || least > 8 * std::max(line.height, 16)) return "";
  return Say(phrase, language, nearest->text);
}

std::string Place(const ScreenText& screen, ScreenSize size, const Hit& hit, Language language) {
  const auto third = [](int at, int all) { return std::clamp(3 * at / std::max(all, 1), 0, 2); };
  std::string place(PlaceText(third(hit.centre, size.width), third(Middle(*hit.line), size.height), language));
  if (!hit.is_whole) {
    const SpokenWords words(hit.line->text);
    const std::size_t count = words.words().size();
    const std::string line = count > kMaxLineWords ? words.Original(0, kMaxLineWords) + "…" : hit.line->text;
    return place + Say(OfflinePhrase::kPlaceInLine, language, line);
  }
  return place + Neighbour(screen, *hit.line, language);
}

}  // namespace

std::string DescribeFinding(const ScreenText& screen, ScreenSize size, const std::string& query,
                            Language language) {
  const SpokenWords asked(query);
  const Words all = asked.words();
  const Words wanted = WithoutKinds(all);
  std::vector<Hit> hits;
  for (const Likeness likeness : {Likeness::kExact, Likeness::kForm, Likeness::kMisread}) {
    if (hits.empty() && !all.empty()) hits = FindLines(screen, all, likeness);
    if (hits.empty() && !wanted.empty()) hits = FindLines(screen, wanted, likeness);
  }
  if (hits.empty()) {
    return Say(OfflinePhrase::kNotFound, language, asked.Original(0, all.size()));
  }
  // A button's name standing alone is more likely meant than the word in a text.
  const auto in_text = [](const Hit& hit) { return !hit.is_whole; };
  if (!std::ranges::all_of(hits, in_text)) std::erase_if(hits, in_text);
  if (hits.size() == 1) {
    return Say(OfflinePhrase::kFoundOne, language, hits[0].text,
               Place(screen, size, hits[0], language));
  }
  std::string places;
  for (std::size_t i = 0; i < std::min(hits.size(), kMaxPlaces); ++i) {
    if (i > 0) places += "; ";
    places += Place(screen, size, hits[i], language);
  }
  return Say(OfflinePhrase::kFoundMany, language, hits[0].text, places);
}

}  // namespace nexy
