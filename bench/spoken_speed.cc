// Characters per second that SpeakSentence rewrites on one core: plain prose, and the sentences of
// the corpora, which are full of numbers and signs.
//
// usage: spoken_speed CORPUS_FOLDER [SECONDS]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "text/spoken_text.h"
#include "text/unicode.h"

namespace {

using namespace nexy;
using Clock = std::chrono::steady_clock;

std::vector<std::string> Corpus(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> sentences;
  for (std::string line; std::getline(file, line);) {
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    if (second != std::string::npos) {
      sentences.push_back(line.substr(first + 1, second - first - 1));
    }
  }
  return sentences;
}

void Measure(const char* name, const std::vector<std::string>& sentences, Language language,
             double seconds) {
  std::size_t characters = 0;
  for (const std::string& sentence : sentences) characters += DecodeUtf8(sentence).size();
  std::size_t rounds = 0;
  std::size_t said = 0;
  const auto start = Clock::now();
  double took = 0;
  do {
    for (const std::string& sentence : sentences) {
      said += SpokenText(sentence, {.language = language}).size();
    }
    ++rounds;
    took = std::chrono::duration<double>(Clock::now() - start).count();
  } while (took < seconds);
  std::printf("%-14s %8.2f million characters a second, %6.1f us a sentence (%zu bytes said)\n",
              name, static_cast<double>(characters * rounds) / took / 1e6,
              took * 1e6 / static_cast<double>(rounds * sentences.size()), said / rounds);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: spoken_speed CORPUS_FOLDER [SECONDS]\n");
    return 2;
  }
  const std::string folder = argv[1];
  const double seconds = argc > 2 ? std::atof(argv[2]) : 2;
  Measure("plain English",
          {"The window shows a letter from your bank, and below it there are two buttons.",
           "Nothing else is selected, so you can press Return to go on reading the page."},
          Language::kEnglish, seconds);
  Measure("plain Russian",
          {"В окне открыто письмо из банка, а под ним находятся две большие кнопки.",
           "Больше ничего не выделено, поэтому можно нажать Return и читать дальше."},
          Language::kRussian, seconds);
  Measure("English corpus", Corpus(folder + "/spoken_en.txt"), Language::kEnglish, seconds);
  Measure("Russian corpus", Corpus(folder + "/spoken_ru.txt"), Language::kRussian, seconds);
  return 0;
}
