// How many characters of an answer must have arrived before its first sentence can be spoken, with
// and without a cut at a clause (turn.first_clause_chars): answers that begin with a long sentence.
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "text/sentence_segmenter.h"
#include "text/unicode.h"

namespace nexy {
namespace {

constexpr double kCharactersPerSecond = 200;  // About 50 tokens, as fast models write.

// As models describe screens when nobody asks them to be brief.
const std::vector<std::string> kEnglish = {
    "The window shows your inbox with twelve unread messages, and the newest one is from your "
    "bank. It came today.",
    "You are on the payment page of the shop, where the total of 59.97 dollars is shown next to a "
    "green button. Press it.",
    "I see a dialog that asks whether you want to save the changes, with three buttons at the "
    "bottom right. Save is the default.",
    "The page is a recipe for tomato soup; it begins with a list of eight ingredients and a large "
    "photo. Below are the steps.",
    "There is an error message in red at the top of the form: the telephone number must have at "
    "least ten digits. Nothing else is marked.",
    "Your calendar has two meetings this afternoon, the first at 14:30 with Dr. Smith and the "
    "second at 16:00 by video. The evening is free.",
    "Because the download has not finished yet, the button for installing is dimmed and cannot be "
    "pressed. It will take 5 minutes.",
    "The terminal shows that the build failed, since the file main.cc includes a header that does "
    "not exist. It is config.h."};
const std::vector<std::string> kRussian = {
    "В окне открыта почта с двенадцатью непрочитанными письмами, и самое новое из них пришло от "
    "банка. Оно от сегодня.",
    "Вы на странице оплаты магазина, где рядом с зелёной кнопкой указана сумма 5 997 рублей. "
    "Нажмите её.",
    "Я вижу окно, которое спрашивает, сохранить ли изменения, с тремя кнопками справа внизу. По "
    "умолчанию выбрана первая.",
    "Это рецепт томатного супа; он начинается со списка из восьми продуктов и большой фотографии. "
    "Ниже идут шаги.",
    "Вверху формы красным написано сообщение об ошибке: в номере телефона должно быть не меньше "
    "десяти цифр. Больше ничего.",
    "В календаре две встречи на сегодня, первая в 14:30 с доктором Смирновым, вторая в 16:00 по "
    "видео. Вечер свободен.",
    "Поскольку загрузка ещё не закончилась, кнопка установки неактивна и нажать её пока нельзя. "
    "Осталось 5 минут.",
    "В терминале видно, что сборка не удалась, потому что файл main.cc включает заголовок, "
    "которого нет. Это config.h."};

// Characters that had arrived when the first sentence came out.
double Seen(const std::string& text, std::size_t first_clause_chars) {
  SentenceSegmenter segmenter({.first_clause_chars = first_clause_chars});
  std::size_t seen = 0;
  for (const char32_t c : DecodeUtf8(text)) {
    ++seen;
    if (!segmenter.Push(EncodeUtf8(std::u32string(1, c))).empty()) break;
  }
  return static_cast<double>(seen);
}

void Print(const std::string& name, const std::vector<std::string>& texts) {
  for (const std::size_t limit : {std::size_t{0}, std::size_t{20}, std::size_t{40}}) {
    std::vector<double> seen;
    for (const std::string& text : texts) seen.push_back(Seen(text, limit));
    if (seen.empty()) return;
    std::sort(seen.begin(), seen.end());
    double sum = 0;
    for (const double value : seen) sum += value;
    const double mean = sum / static_cast<double>(seen.size());
    const double most = seen[seen.size() * 9 / 10];
    std::printf(
        "%-10s %3zu texts, first_clause_chars %2zu: mean %5.1f characters (%3.0f ms), 90 %% %4.0f "
        "(%3.0f ms)\n",
        name.c_str(), seen.size(), limit, mean, 1000 * mean / kCharactersPerSecond, most,
        1000 * most / kCharactersPerSecond);
  }
}

}  // namespace
}  // namespace nexy

int main() {
  nexy::Print("English", nexy::kEnglish);
  nexy::Print("Russian", nexy::kRussian);
}
