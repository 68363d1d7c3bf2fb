#pragma once

#include <string>
#include <string_view>

#include "base/usage_meter.h"
#include "tts/tts_provider.h"

namespace nexy {

// A voice whose use is counted: each utterance that made a sound, once, when its stream goes. All
// of its text counts, as services bill it, and as much sound as came. Put it right around the
// provider. Thread-safe; everything outlives it.
class MeteredVoice final : public TtsProvider {
 public:
  MeteredVoice(TtsProvider& voice, std::string model, UsageMeter& meter)
      : voice_(voice), model_(std::move(model)), meter_(meter) {}

  std::string_view name() const override { return voice_.name(); }
  void Prepare() override { voice_.Prepare(); }
  Task<absl::StatusOr<std::unique_ptr<TtsStream>>> Speak(TtsRequest request) override;

 private:
  TtsProvider& voice_;
  const std::string model_;
  UsageMeter& meter_;
};

}  // namespace nexy
