#include "update/update_step.h"

#include <array>
#include <utility>

#include "base/strings.h"
#include "update/rollout.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

struct Words {
  std::string_view english;
  std::string_view russian;
  std::string_view In(Language language) const {
    return language == Language::kRussian ? russian : english;
  }
};

constexpr std::array<std::string_view, 13> kSteps = {
    "checking", "newest",     "held",     "available", "rolling_back", "downloading", "verifying",
    "waiting",  "installing", "starting", "done",      "back_again",   "refused"};

constexpr std::pair<std::string_view, Words> kHolds[] = {
    {"phase",
     {"A newer version is given out little by little, and this computer's turn has not come.",
      "Новая версия раздаётся постепенно, и очередь этого компьютера ещё не подошла."}},
    {"control_group",
     {"A newer version is being tried by others first.", "Новую версию сначала пробуют другие."}},
    {"paused",
     {"A newer version is held back while a problem with it is looked into.",
      "Новая версия придержана, пока разбираются с её ошибкой."}},
    {"system",
     {"A newer version does not run on this system.", "Новая версия не работает в этой системе."}},
    {"stepping_stone",
     {"A newer version needs another update before it.",
      "Перед новой версией нужно поставить другое обновление."}},
    {"expired",
     {"A newer version is not offered any more.", "Новая версия больше не предлагается."}},
    {"withdrawn", {"A newer version was withdrawn.", "Новая версия отозвана."}},
    {"did_not_start",
     {"A newer version did not start on this computer and is not tried again by itself.",
      "Новая версия не запустилась на этом компьютере и сама больше не ставится."}},
};

Words RefusalWords(UpdateRefusal refusal) {
  switch (refusal) {
    case UpdateRefusal::kMalformed:
      return {"The update is damaged.", "Обновление повреждено."};
    case UpdateRefusal::kBadSignature:
      return {"The update is not signed by Nexy.", "Обновление не подписано Nexy."};
    case UpdateRefusal::kRollback:
    case UpdateRefusal::kDowngrade:
      return {"An older version was offered as an update.",
              "Под видом обновления предложена старая версия."};
    case UpdateRefusal::kExpired:
      return {
          "The update service has not been refreshed for too long, or this computer's clock is "
          "wrong.",
          "Служба обновлений слишком давно не обновлялась, или часы компьютера идут неверно."};
    case UpdateRefusal::kEquivocation:
    case UpdateRefusal::kFastForward:
    case UpdateRefusal::kMixAndMatch:
      return {"The update service contradicts itself.",
              "Служба обновлений противоречит сама себе."};
    case UpdateRefusal::kTooLarge:
      return {"The update is larger than it was signed for.", "Обновление больше, чем подписано."};
    case UpdateRefusal::kWrongHash:
      return {"The downloaded update is not the signed one.", "Скачано не то, что подписано."};
    case UpdateRefusal::kWrongIdentity:
      return {"The update is another program.", "Обновление оказалось другой программой."};
    case UpdateRefusal::kWrongSystem:
      return {"The update is not for this system.", "Обновление не для этой системы."};
    case UpdateRefusal::kUnavailable:
      return {"The update service cannot be reached.", "Служба обновлений недоступна."};
  }
  return {"The update was refused.", "Обновление отклонено."};
}

Words FailureWords(const absl::Status& failure) {
  if (const auto refusal = RefusalOf(failure)) return RefusalWords(*refusal);
  return {"The update could not be installed.", "Обновление не удалось установить."};
}

std::string Filled(std::string_view sentence, std::string_view what) {
  const auto at = sentence.find('%');
  if (at == std::string_view::npos) return std::string(sentence);
  return Concat(sentence.substr(0, at), what, sentence.substr(at + 1));
}

}  // namespace

std::string_view UpdateStepWord(UpdateStep step) { return kSteps[static_cast<std::size_t>(step)]; }

std::string UpdateSentence(const UpdateNews& news, Language language) {
  const auto say = [language](std::string_view english, std::string_view russian) {
    return Words{english, russian}.In(language);
  };
  switch (news.step) {
    case UpdateStep::kChecking:
      return std::string(say("Looking for a new version.", "Ищу новую версию."));
    case UpdateStep::kNewest:
      return Filled(say("Nexy % is the newest version.", "Nexy % — самая новая версия."),
                    news.version);
    case UpdateStep::kHeld:
      for (const auto& [word, words] : kHolds) {
        if (word == news.reason) return std::string(words.In(language));
      }
      return std::string(
          say("A newer version is not offered now.", "Новая версия пока не предлагается."));
    case UpdateStep::kAvailable:
      return Filled(say("Nexy % is available.", "Доступна Nexy %."), news.version);
    case UpdateStep::kRollingBack:
      return Filled(say("Nexy goes back to version %, because the newer one has a serious fault.",
                        "Nexy возвращается к версии %, потому что в новой серьёзная ошибка."),
                    news.version);
    case UpdateStep::kDownloading:
      return Filled(say("Downloading: % percent.", "Скачано: % процентов."),
                    std::to_string(news.percent));
    case UpdateStep::kVerifying:
      return std::string(say("Checking what was downloaded.", "Проверяю скачанное."));
    case UpdateStep::kWaiting:
      return std::string(say("The update waits until you have finished talking.",
                             "Обновление подождёт, пока вы договорите."));
    case UpdateStep::kInstalling:
      return Filled(say("Installing Nexy %.", "Устанавливаю Nexy %."), news.version);
    case UpdateStep::kStarting:
      return std::string(say("Starting the new version.", "Запускаю новую версию."));
    case UpdateStep::kDone:
      return Filled(say("Nexy % is installed and works.", "Nexy % установлена и работает."),
                    news.version);
    case UpdateStep::kBackAgain:
      return Filled(say("The new version did not start, so Nexy % runs as before.",
                        "Новая версия не запустилась, поэтому работает прежняя Nexy %."),
                    news.version);
    case UpdateStep::kRefused:
      return Concat(FailureWords(news.failure).In(language),
                    say(" Nothing was changed.", " Ничего не изменено."));
  }
  return "";
}

}  // namespace nexy
