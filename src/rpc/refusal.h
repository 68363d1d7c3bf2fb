#pragma once

#include <array>
#include <string_view>

#include "text/language.h"

namespace nexy {

// Why a StreamAudio call was refused: the checks of wire contract 3.1 from 1 on.
enum class Refusal {
  kDraining,
  kHardwareId,
  kSessionId,
  kPhase,
  kEmptyPrompt,
  kPromptTooLong,
  kSessionLive,
  kDeviceLive,
  kDeviceRate,
  kCapacity,
  kScreenshot,
  kCollectSeq,
  kCollectCap,
};
inline constexpr std::size_t kRefusals = 13;

std::string_view RefusalToken(Refusal refusal);  // "draining", …: metric label and log word.

// The refusal that SessionRegistry's reason names.
Refusal RefusalFromReason(std::string_view reason);

// What the user of an older client hears, because the client never speaks an error_message (3.6).
// One sentence. Empty for refusals that such a client cannot meet.
std::string_view SpokenRefusal(Refusal refusal, Language language);

}  // namespace nexy
