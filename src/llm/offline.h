#pragma once

#include <string>

#include "base/clock.h"
#include "llm/llm_options.h"
#include "llm/llm_provider.h"
#include "llm/spoken_time.h"
#include "screen/screen_reader.h"

namespace nexy {

// The embedded mind: it reads the screen, finds texts on it, tells the time and does arithmetic, in
// English and Russian, without any service; of everything else it says honestly that it cannot.
// Thread-safe.
class OfflineProvider final : public LlmProvider {
 public:
  // `reader` and `clock` outlive the provider.
  OfflineProvider(const OfflineOptions& options, ScreenReader& reader, Clock& clock);

  std::string_view name() const override { return "offline"; }
  // Never fails itself. The stream fails with UNAVAILABLE when the screen cannot be read, and with
  // DEADLINE_EXCEEDED when that takes too long.
  Task<absl::StatusOr<std::unique_ptr<LlmStream>>> Ask(LlmRequest request) override;

 private:
  const OfflineOptions options_;
  ScreenReader& reader_;
  Clock& clock_;
  const SpokenTime time_;
};

}  // namespace nexy
