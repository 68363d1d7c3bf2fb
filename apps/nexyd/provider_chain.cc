#include "nexyd/provider_chain.h"

#include <algorithm>

namespace nexy {
namespace {

std::vector<std::string> Chain(const std::string& provider,
                               const std::vector<std::string>& fallbacks,
                               std::string_view embedded) {
  std::vector<std::string> chain = {provider};
  chain.insert(chain.end(), fallbacks.begin(), fallbacks.end());
  if (std::ranges::find(chain, embedded) == chain.end()) chain.emplace_back(embedded);
  return chain;
}

}  // namespace

std::vector<std::string> MindChain(const LlmOptions& options) {
  return Chain(options.provider, options.fallbacks, kEmbeddedMind);
}

std::vector<std::string> VoiceChain(const TtsOptions& options) {
  return Chain(options.provider, options.fallbacks, kEmbeddedVoice);
}

}  // namespace nexy
