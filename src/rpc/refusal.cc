#include "rpc/refusal.h"

namespace nexy {
namespace {

struct Row {
  std::string_view token;
  std::string_view english;
  std::string_view russian;
};

// In the order of Refusal.
constexpr std::array<Row, kRefusals> kTable = {{
    {"draining", "The server is restarting, please ask again in a minute.",
     "Сервер перезапускается, спросите через минуту."},
    {"hardware_id", "", ""},
    {"session_id", "", ""},
    {"phase", "This version of Nexy asked for something unknown, please update it.",
     "Эта версия Nexy запросила неизвестное, обновите её."},
    {"empty_prompt", "I did not hear a question, please ask again.",
     "Я не услышала вопроса, спросите ещё раз."},
    {"prompt_too_long", "Your question is too long, please ask a shorter one.",
     "Вопрос слишком длинный, спросите короче."},
    {"session_live", "I am still answering your last question.",
     "Я ещё отвечаю на прошлый вопрос."},
    {"device_live", "I am still answering your last question.", "Я ещё отвечаю на прошлый вопрос."},
    {"device_rate", "Too many questions at once, please wait a moment.",
     "Слишком много вопросов подряд, подождите немного."},
    {"capacity", "Too many people are asking right now, please try again in a minute.",
     "Сейчас слишком много вопросов, попробуйте через минуту."},
    {"screenshot", "The picture of your screen could not be read, please ask again.",
     "Снимок экрана не удалось прочитать, спросите ещё раз."},
    {"collect_seq", "", ""},
    {"collect_cap", "", ""},
}};

}  // namespace

std::string_view RefusalToken(Refusal refusal) {
  return kTable[static_cast<std::size_t>(refusal)].token;
}

Refusal RefusalFromReason(std::string_view reason) {
  for (std::size_t i = 0; i < kRefusals; ++i) {
    if (kTable[i].token == reason) return static_cast<Refusal>(i);
  }
  return Refusal::kCapacity;
}

std::string_view SpokenRefusal(Refusal refusal, Language language) {
  const Row& row = kTable[static_cast<std::size_t>(refusal)];
  return language == Language::kRussian ? row.russian : row.english;
}

}  // namespace nexy
