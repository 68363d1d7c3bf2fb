// How many characters a second one core cuts into sentences, prepares for the voice and parses out
// of a structured answer; and how long a sentence takes on its way to the voice, also in the
// corpora, which are full of numbers and signs.
//
// usage: text_speed [MILLIONS-OF-CHARACTERS [CORPUS-FOLDER]]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "text/answer_parser.h"
#include "text/language.h"
#include "text/sentence_segmenter.h"
#include "text/spoken_text.h"
#include "text/unicode.h"

namespace {

using namespace nexy;

constexpr std::string_view kEnglish =
    "I see a dialog with the title \"Save changes?\" and three buttons: Save, Don't Save and "
    "Cancel. The default button is Save. Behind it there is a document, report-v2.1.docx, which "
    "was last changed at 5 p.m. on Oct. 12. Dr. Smith wrote: \"Please read it today!\" The file "
    "costs nothing, e.g. you can copy it to /home/anna/docs. Do you want me to press Save?\n\n";
constexpr std::string_view kRussian =
    "Открыто окно «Сохранить изменения?» и три кнопки: «Да», «Нет» и «Отмена». По умолчанию "
    "выбрана "
    "кнопка «Да». За окном виден документ отчёт-2.docx, он изменён в 2024 г. в 17:30. Иванов И. И. "
    "написал: «Прочтите сегодня!» Цена 1 299 руб. 50 коп., т. е. недорого. Нажать «Да»?\n\n";
constexpr std::string_view kPlainEnglish =
    "The window shows a letter from your bank, and below it there are two buttons. Nothing else is "
    "selected, so you can press Return to go on reading the page.\n\n";
constexpr std::string_view kPlainRussian =
    "В окне открыто письмо из банка, а под ним находятся две большие кнопки. Больше ничего не "
    "выделено, поэтому можно нажать Return и читать дальше.\n\n";
constexpr std::string_view kMarkdown =
    "## What is on the screen\n\n1. **Menu bar**: *File*, `Edit` and "
    "[Help](https://example.com/a.b)."
    "\n2. A list of 12 items, see `list[0]`.\n   - first: `a. B`\n   - second: **bold. Text.**\n\n"
    "| Name | Price |\n|---|---|\n| Pen | $1.50 |\n\n```sh\nls -l *.cc\n```\n\n> It works! 🎉\n\n";

std::string Repeated(std::string_view text, std::size_t characters) {
  const std::size_t once = DecodeUtf8(text).size();
  std::string all;
  for (std::size_t had = 0; had < characters; had += once) all += text;
  return all;
}

// The pieces in which a model sends a text: about four bytes each.
std::vector<std::string_view> Tokens(std::string_view text) {
  std::vector<std::string_view> tokens;
  for (std::size_t at = 0; at < text.size(); at += 4) tokens.push_back(text.substr(at, 4));
  return tokens;
}

void Measure(const char* what, const std::string& text, const std::function<std::size_t()>& run) {
  const auto characters = static_cast<double>(DecodeUtf8(text).size());
  const std::clock_t begin = std::clock();  // Of the processor: others may be using the machine.
  const std::size_t made = run();
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("%-36s %7.2f million characters/s  (%zu made)\n", what, characters / seconds / 1e6,
              made);
}

std::size_t Cut(std::string_view text) {
  SentenceSegmenter segmenter({});
  std::size_t made = 0;
  for (const std::string_view token : Tokens(text)) made += segmenter.Push(token).size();
  return made + segmenter.Finish().size();
}

std::vector<std::string> Sentences(std::string_view text) {
  SentenceSegmenter segmenter({});
  std::vector<std::string> sentences = segmenter.Push(text);
  for (std::string& sentence : segmenter.Finish()) sentences.push_back(std::move(sentence));
  return sentences;
}

// The second field of each line.
std::vector<std::string> Corpus(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> sentences;
  for (std::string line; std::getline(file, line);) {
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    if (second != line.npos) sentences.push_back(line.substr(first + 1, second - first - 1));
  }
  return sentences;
}

// Says the sentences until there were enough characters; the fastest round counts, and none that
// reads the tables.
void MeasureSpeech(const char* what, const std::vector<std::string>& sentences, Language language,
                   std::size_t enough) {
  std::size_t characters = 0;
  for (const std::string& sentence : sentences) characters += DecodeUtf8(sentence).size();
  if (characters == 0) return;
  double best = 0;
  std::size_t bytes = 0;
  for (std::size_t done = 0; done < enough + characters; done += characters) {
    const std::clock_t begin = std::clock();
    for (const std::string& sentence : sentences) {
      bytes += SpokenText(sentence, {.language = language}).size();
    }
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    if (done > 0) best = best == 0 ? seconds : std::min(best, seconds);
  }
  std::printf("%-36s %7.2f million characters/s, %.1f us a sentence of %zu  (%zu bytes)\n", what,
              static_cast<double>(characters) / best / 1e6,
              best * 1e6 / static_cast<double>(sentences.size()), characters / sentences.size(),
              bytes);
}

std::size_t Parse(std::string_view answer) {
  AnswerParser parser(answer.size() + 1);
  std::size_t bytes = 0;
  for (const std::string_view token : Tokens(answer)) bytes += parser.Push(token).size();
  return bytes + parser.Finish().size();
}

}  // namespace

int main(int argc, char** argv) {
  const auto characters =
      static_cast<std::size_t>((argc > 1 ? std::atof(argv[1]) : 2.0) * 1'000'000);
  const std::string english = Repeated(kEnglish, characters);
  const std::string russian = Repeated(kRussian, characters);
  const std::string markdown = Repeated(kMarkdown, characters);
  Measure("SentenceSegmenter, English", english, [&english] { return Cut(english); });
  Measure("SentenceSegmenter, Russian", russian, [&russian] { return Cut(russian); });
  Measure("SentenceSegmenter, Markdown", markdown, [&markdown] { return Cut(markdown); });

  const auto speak = [characters](const char* what, std::string_view text, Language language) {
    MeasureSpeech(what, Sentences(Repeated(text, characters / 100)), language, characters / 10);
  };
  speak("SpokenText, English", kEnglish, Language::kEnglish);
  speak("SpokenText, Russian", kRussian, Language::kRussian);
  speak("SpokenText, plain English", kPlainEnglish, Language::kEnglish);
  speak("SpokenText, plain Russian", kPlainRussian, Language::kRussian);
  const std::string folder = argc > 2 ? argv[2] : "tests/corpus";
  MeasureSpeech("SpokenText, English corpus", Corpus(folder + "/spoken_en.txt"), Language::kEnglish,
                characters / 10);
  MeasureSpeech("SpokenText, Russian corpus", Corpus(folder + "/spoken_ru.txt"), Language::kRussian,
                characters / 100);

  std::string object = R"({"text":")";
  for (const char c : english) {
    if (c == '"' || c == '\n') object += '\\';
    object += c == '\n' ? 'n' : c;
  }
  object += R"(","command":"open_app","args":{"app_name":"Safari"}})";
  Measure("AnswerParser, JSON", object, [&object] { return Parse(object); });
  Measure("AnswerParser, plain", english, [&english] { return Parse(english); });
  return 0;
}
