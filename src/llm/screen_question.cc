#include "llm/screen_question.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "llm/offline_intent.h"
#include "llm/offline_words.h"
#include "llm/reading_note.h"

namespace nexy {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kMaxWords = 200;         // Of a question that is looked at.
constexpr std::size_t kMaxReadingWords = 14;  // Who wants more than a reading says more.

// Words that speak of what can be seen; a question with one of them is about the screen. Patterns of
// MatchWords, each for one word.
constexpr std::u16string_view kSeen =
    u"screen|screens|display|monitor|desktop|window|windows|page|webpage|dialog|dialogue|popup|button|buttons|icon|icons|"
    u"menu|toolbar|tab|tabs|checkbox|cursor|picture|image|photo|photograph|screenshot|chart|graph|diagram|table|see|look|"
    u"looking|shown|showing|visible|describe|экран~|монитор~|дисплей~|окно|окна|окне|окном|окошк~|страниц~|диалог~|кнопк~|кнопок|"
    u"значок|значк~|иконк~|иконок|меню|вкладк~|вкладок|флажок|флажк~|курсор~|картинк~|картинок|изображени~|фото~|скриншот~|"
    u"снимок|снимке|график~|диаграмм~|таблиц~|видишь|видите|видно|видит|посмотри~|взгляни~|показан~|нарисован~|изображен~|опиши~|"
    u"написано|открыто|открыта|открыт|выделен~";
// The whole question: what "this" is can only be seen.
constexpr std::array kPointing = {
    u"what|who|where|whats|whos is? this|that|it|here"sv, u"what does this|that|it mean|say|do"sv,
    u"explain|translate|summarize|summarise|describe|identify this|that|it|here *"sv, u"что|кто|где это|здесь|тут такое|такой|такая?"sv,
    u"что это|тут|здесь за <>"sv, u"объясни|переведи|перескажи|поясни это|этот|эту|здесь|тут *"sv};

// What a reading may be asked of, beside the verb: nothing that needs thinking.
constexpr std::u16string_view kReadingWords =
    u"read|out|aloud|loud|me|to|us|it|this|that|these|those|the|a|an|my|all|of|everything|anything|whole|entire|full|complete|"
    u"text|texts|word|words|content|contents|what|whats|is|are|s|written|shown|displayed|there|here|on|in|at|from|for|screen|"
    u"display|monitor|desktop|window|page|webpage|dialog|dialogue|popup|message|email|mail|letter|article|document|file|"
    u"paragraph|section|line|lines|title|heading|headline|header|top|bottom|left|right|upper|lower|middle|half|part|side|column|"
    u"first|second|third|last|final|next|number|one|two|three|four|five|six|seven|eight|nine|ten|buttons|button|menu|exactly|"
    u"verbatim|literally|slowly|again|you|see|can|please|now|says|say|about|"
    u"прочитай|прочти|прочитайте|прочтите|прочитать|читай|читать|почитай|зачитай|озвучь|мне|нам|это|этот|эту|эти|весь|всю|все|"
    u"целиком|полностью|вслух|текст|тексты|слова|слово|содержимое|что|тут|здесь|там|на|в|во|с|со|из|от|моем|моего|экран|экрана|"
    u"экране|мониторе|окно|окне|окна|страницу|страница|страницы|странице|диалог|диалога|сообщение|сообщения|письмо|письма|"
    u"статью|статья|статьи|документ|документа|файл|абзац|раздел|строку|строка|строки|строчку|заголовок|заголовки|верхнюю|"
    u"верхней|верх|низ|нижнюю|нижней|левую|левой|правую|правой|середину|середина|половину|часть|сторону|колонку|первую|первый|"
    u"вторую|второй|третью|третий|последнюю|последний|номер|кнопки|кнопку|меню|дословно|точно|буквально|медленно|ещё|еще|раз|"
    u"написано|видишь|есть|пожалуйста|сейчас|о|об|про";
constexpr std::u16string_view kReadingVerbs =
    u"read|прочитай|прочти|прочитайте|прочтите|прочитать|читай|читать|почитай|зачитай|озвучь";

bool Is(std::u16string_view pattern, const std::u16string& word) {
  return MatchWords(pattern, std::vector<std::u16string>{word}).has_value();
}

bool IsNumber(const std::u16string& word) {
  return std::ranges::all_of(word, [](char16_t c) { return c >= u'0' && c <= u'9'; });
}

// Asked about: "the price" of "the paragraph about the price" may be any word.
bool IsPlainReading(const std::vector<std::u16string>& words, Part part) {
  if (words.size() > kMaxReadingWords) return false;
  bool verb = false;
  for (const std::u16string& word : words) {
    verb |= Is(kReadingVerbs, word);
    if (verb && part == Part::kParagraphAbout && Is(u"about|mentioning|concerning|с|о|об|про|где", word)) return true;
    if (verb && !Is(kReadingWords, word) && !IsNumber(word)) return false;
  }
  return verb;
}

bool PointsAtSomething(const std::vector<std::u16string>& words) {
  return std::ranges::any_of(kPointing, [&words](std::u16string_view pattern) { return MatchWords(pattern, words).has_value(); });
}

bool MayGoOn(const std::vector<Exchange>& history) {
  if (history.empty()) return false;
  const std::optional<ReadingNote> note = ParseNote(history.back().note);
  return note.has_value();
}

}  // namespace

ScreenUse UseOfScreen(std::string_view prompt) {
  switch (UnderstandPrompt(prompt).want) {
    case Want::kChanged: return ScreenUse::kCompare;
    case Want::kRead:
    case Want::kMore:
    case Want::kFind: return ScreenUse::kLook;
    case Want::kUnknown: break;
    case Want::kSpell: return ScreenUse::kPerhaps;
    default: return ScreenUse::kNone;
  }
  const SpokenWords spoken(prompt, kMaxWords);
  const auto seen = [](const std::u16string& word) { return Is(kSeen, word); };
  if (std::ranges::any_of(spoken.words(), seen) || PointsAtSomething(spoken.words())) return ScreenUse::kLook;
  return ScreenUse::kPerhaps;
}

bool WantsReadingAloud(std::string_view prompt, const std::vector<Exchange>& history) {
  const Intent intent = UnderstandPrompt(prompt);
  if (intent.want == Want::kMore) return MayGoOn(history);
  return intent.want == Want::kRead && IsPlainReading(SpokenWords(prompt).words(), intent.part);
}

}  // namespace nexy
