#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "llm/llm_provider.h"

namespace nexy {

// An answer whose first piece is there, which proves that the service answers. No piece: the answer
// was over at once.
struct BegunAnswer {
  std::unique_ptr<LlmStream> stream;
  std::optional<LlmPiece> first;
};

// Asks `mind` and waits for the first piece of the answer; tokens are none.
inline Task<absl::StatusOr<BegunAnswer>> Begin(LlmProvider& mind, LlmRequest request) {
  auto stream = co_await mind.Ask(std::move(request));
  if (!stream.ok()) co_return stream.status();
  auto first = co_await (*stream)->Next();
  while (first.ok() && first->has_value() && std::holds_alternative<LlmUsage>(**first)) {
    first = co_await (*stream)->Next();
  }
  if (!first.ok()) co_return first.status();
  BegunAnswer begun;
  begun.stream = *std::move(stream);
  begun.first = *std::move(first);
  co_return begun;
}

}  // namespace nexy
