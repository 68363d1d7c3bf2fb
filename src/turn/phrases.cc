#include "turn/phrases.h"

#include <array>

namespace nexy {
namespace {

struct Row {
  Phrase phrase;
  std::string_view token;
  std::vector<std::string_view> english;
  std::vector<std::string_view> russian;
};

// The wording may be edited; each apology names the cause and the next step. llm_unavailable in
// English is a literal of the wire contract (section 12), with its typographic apostrophe.
const std::array<Row, 24>& Table() {
  static const std::array<Row, 24> table = {{
      {Phrase::kOneMoment, "one_moment", {"One moment, please."}, {"Одну минуту."}},
      {Phrase::kAllRight, "all_right", {"All right."}, {"Хорошо."}},
      {Phrase::kVoiceFallback,
       "voice_fallback",
       {"My usual voice is unavailable, so I use a simpler one."},
       {"Обычный голос недоступен, говорю запасным."}},
      {Phrase::kScreenshotIgnored,
       "screenshot_ignored",
       {"I could not look at the screen, so I answer without it."},
       {"Не вижу экрана, отвечаю без него."}},
      {Phrase::kActionRefused,
       "action_refused",
       {"I could not carry out that action."},
       {"Это действие выполнить не удалось."}},
      {Phrase::kScreenBlack,
       "screen_black",
       {"The screen is black.",
        "Perhaps the screen curtain is on: with VoiceOver, Control, Option, Shift and F11 turn it off.",
        "Or the display is asleep."},
       {"Экран чёрный.",
        "Возможно, включена шторка экрана: в VoiceOver её убирают клавиши Control, Option, Shift и F11.",
        "Или экран погас."}},
      {Phrase::kScreenBlank,
       "screen_blank",
       {"The screen is a single colour, with nothing on it.",
        "Bring a window to the front, or wait a moment, and ask again."},
       {"Весь экран одного цвета, на нём ничего нет.",
        "Откройте окно или подождите немного и спросите ещё раз."}},
      {Phrase::kScreenEmpty,
       "screen_empty",
       {"There is only an empty window or the desktop background on the screen.",
        "Open a window, or wait until it has loaded, and ask again."},
       {"На экране только пустое окно или фон рабочего стола.",
        "Откройте окно или дождитесь, пока оно загрузится, и спросите ещё раз."}},
      {Phrase::kScreenLocked,
       "screen_locked",
       {"The screen is locked, or waits for somebody to log in.", "Unlock it and ask again."},
       {"Экран заблокирован или ждёт входа в систему.", "Разблокируйте его и спросите ещё раз."}},
      {Phrase::kScreenTooSmall,
       "screen_too_small",
       {"The picture of the screen is too small to see anything on it.",
        "Please ask again with the whole screen."},
       {"Снимок экрана слишком мал, на нём ничего не видно.",
        "Спросите ещё раз со снимком всего экрана."}},
      {Phrase::kScreenSame,
       "screen_same",
       {"The screen looks exactly as it did before.",
        "If something should have happened, wait a moment and ask again."},
       {"Экран выглядит точно так же, как раньше.",
        "Если что-то должно было произойти, подождите немного и спросите ещё раз."}},
      {Phrase::kScreenSameButClock,
       "screen_same_but_clock",
       {"The screen looks as it did before, but for the corner with the clock.",
        "If something should have happened, wait a moment and ask again."},
       {"Экран выглядит так же, как раньше, кроме угла с часами.",
        "Если что-то должно было произойти, подождите немного и спросите ещё раз."}},
      {Phrase::kScreenOld,
       "screen_old",
       {"I have no new picture of the screen, so I cannot tell what has changed.",
        "Please ask again with a new one."},
       {"У меня нет нового снимка экрана, поэтому я не знаю, что изменилось.",
        "Спросите ещё раз с новым снимком."}},
      {Phrase::kLlmUnavailable,
       "llm_unavailable",
       {"I can’t process this request right now because the AI provider is unavailable.",
        "Please try again in a minute."},
       {"Сервис ИИ недоступен.", "Попробуйте ещё раз через минуту."}},
      {Phrase::kLlmTimeout,
       "llm_timeout",
       {"The AI provider took too long.", "Please try again."},
       {"Сервис ИИ отвечает слишком долго.", "Попробуйте ещё раз."}},
      {Phrase::kLlmQuota,
       "llm_quota",
       {"The AI provider’s limit is used up.", "Please try again later."},
       {"Лимит сервиса ИИ исчерпан.", "Попробуйте позже."}},
      {Phrase::kLlmBilling,
       "llm_billing",
       {"The AI provider’s account has no money left.", "Please tell the operator."},
       {"На счёте сервиса ИИ нет денег.", "Сообщите оператору."}},
      {Phrase::kLlmKey,
       "llm_key",
       {"The AI provider refused our key.", "Please tell the operator."},
       {"Сервис ИИ не принял наш ключ.", "Сообщите оператору."}},
      {Phrase::kLlmEmpty,
       "llm_empty",
       {"The AI provider gave no answer.", "Please ask in other words."},
       {"Сервис ИИ не дал ответа.", "Спросите другими словами."}},
      {Phrase::kLlmMalformed,
       "llm_malformed",
       {"The answer could not be read.", "Please ask again."},
       {"Ответ не удалось прочитать.", "Спросите ещё раз."}},
      {Phrase::kBlocked,
       "blocked",
       {"The AI provider declined this for safety.", "Please ask differently."},
       {"Сервис ИИ отклонил запрос.", "Спросите иначе."}},
      {Phrase::kTurnDeadline,
       "turn_deadline",
       {"This takes too long, so I stopped.", "Please ask for less."},
       {"Слишком долго, останавливаюсь.", "Спросите короче."}},
      {Phrase::kDraining,
       "draining",
       {"The server is restarting.", "Please ask again in a minute."},
       {"Сервер перезапускается.", "Спросите через минуту."}},
      {Phrase::kInternal,
       "internal",
       {"Something went wrong on the server.", "Please try again."},
       {"На сервере ошибка.", "Попробуйте ещё раз."}},
  }};
  return table;
}

const std::vector<std::string_view>& In(const Row& row, Language language) {
  return language == Language::kRussian ? row.russian : row.english;
}

}  // namespace

Phrase ApologyFor(Cause cause) {
  switch (cause) {
    case Cause::kLlmUnavailable:
      return Phrase::kLlmUnavailable;
    case Cause::kLlmTimeout:
      return Phrase::kLlmTimeout;
    case Cause::kLlmQuota:
      return Phrase::kLlmQuota;
    case Cause::kLlmKey:
      return Phrase::kLlmKey;
    case Cause::kLlmEmpty:
      return Phrase::kLlmEmpty;
    case Cause::kLlmMalformed:
      return Phrase::kLlmMalformed;
    case Cause::kTurnDeadline:
      return Phrase::kTurnDeadline;
    case Cause::kDraining:
      return Phrase::kDraining;
    case Cause::kPromptBlocked:
    case Cause::kAnswerBlocked:
      return Phrase::kBlocked;
    default:
      return Phrase::kInternal;
  }
}

std::string_view PhraseToken(Phrase phrase) {
  for (const Row& row : Table()) {
    if (row.phrase == phrase) return row.token;
  }
  return "";
}

std::vector<std::string_view> PhraseSentences(Phrase phrase, Language language) {
  for (const Row& row : Table()) {
    if (row.phrase == phrase) return In(row, language);
  }
  return {};
}

std::vector<std::string_view> AllPhraseSentences(Language language) {
  std::vector<std::string_view> all;
  for (const Row& row : Table()) {
    if (row.phrase >= Phrase::kScreenBlack && row.phrase <= Phrase::kScreenOld) continue;
    all.insert(all.end(), In(row, language).begin(), In(row, language).end());
  }
  return all;
}

}  // namespace nexy
