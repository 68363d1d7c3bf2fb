#include "nexyd/minds.h"

#include <random>
#include <utility>

#include "llm/gemini.h"
#include "llm/openai.h"
#include "nexyd/base_url.h"
#include "nexyd/provider_chain.h"
#include "nexyd/provider_status.h"

namespace nexy {
namespace {

const std::string& ModelOf(std::string_view mind, const LlmOptions& options) {
  if (mind == "gemini") return options.gemini.model;
  return mind == "gemini_live" ? options.gemini_live.model : options.openai.model;
}

}  // namespace

Minds::Minds(const LlmOptions& options, Prompts prompts, const MindParts& parts)
    : prompts_(std::move(prompts)),
      parts_(parts),
      llm_parts_{.http = parts.http,
                 .prompts = prompts_,
                 .pool = parts.pool,
                 .clock = parts.clock,
                 .first_token_timeout = options.first_token_timeout,
                 .next_token_timeout = options.next_token_timeout,
                 .log = parts.log} {
  for (const std::string& name : MindChain(options)) {
    if (name != kEmbeddedMind) Add(Make(name, options), options);
  }
  for (const Remote& remote : remotes_) chain_.push_back(remote.guarded.get());
  if (options.hedge_after.count() > 0 && remotes_.size() > 1) {
    hedged_.emplace(*remotes_[0].guarded, *remotes_[1].guarded, options.hedge_after, parts_.clock,
                    parts_.log);
    chain_[0] = &*hedged_;
  }
  chain_.push_back(&parts_.embedded);
}

// The settings have been checked: any other name is openai.
std::unique_ptr<LlmProvider> Minds::Make(const std::string& name, const LlmOptions& options) {
  GeminiOptions gemini = options.gemini;
  gemini.base_url = WithoutSlash(gemini.base_url);
  if (name == "gemini") return std::make_unique<GeminiProvider>(gemini, llm_parts_);
  if (name == "gemini_live") {
    auto live = std::make_unique<GeminiLiveProvider>(gemini, options.gemini_live, llm_parts_);
    live_ = live.get();
    return live;
  }
  OpenAiLlmOptions openai = options.openai;
  openai.base_url = WithoutSlash(openai.base_url);
  return std::make_unique<OpenAiProvider>(openai, llm_parts_);
}

void Minds::Add(std::unique_ptr<LlmProvider> mind, const LlmOptions& options) {
  const Patience patience{options.first_token_timeout, options.next_token_timeout};
  auto metered = std::make_unique<MeteredMind>(*mind, ModelOf(mind->name(), options),
                                               MeteredMind::Tokens::kReported, parts_.meter);
  auto guarded = std::make_unique<ResilientMind>(
      *metered, options.resilience, patience, parts_.clock, parts_.log, std::random_device()(),
      ProviderMetrics(parts_.metrics, "llm", mind->name(), "token"));
  remotes_.push_back({std::move(mind), std::move(metered), std::move(guarded)});
}

std::vector<ProviderStatus> Minds::status() const {
  std::vector<ProviderStatus> all;
  for (const Remote& remote : remotes_) {
    all.push_back(StatusOf("llm", remote.mind->name(), remote.guarded->breaker(), parts_.clock));
  }
  ProviderStatus embedded;
  embedded.kind = "llm";
  embedded.name = parts_.embedded.name();
  all.push_back(std::move(embedded));
  return all;
}

void Minds::Sweep() {
  if (live_ != nullptr) live_->Sweep();
  for (const Remote& remote : remotes_) remote.guarded->Observe();
}

}  // namespace nexy
