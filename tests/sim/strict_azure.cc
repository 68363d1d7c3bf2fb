#include <string>
#include <utility>

#include "azure_formats.h"
#include "ssml.h"
#include "strict.h"

namespace nexy::sim {
namespace {

constexpr std::size_t kUserAgentMax = 255;

// Azure's bodies are not documented and often empty.
Refusal Refused(int status, std::string why) {
  Refusal refusal;
  refusal.status = status;
  refusal.why = std::move(why);
  return refusal;
}

}  // namespace

// The key in its header, or a token. On a WebSocket the vendor's SDK repeats them in the query.
std::optional<Refusal> CheckAzureKey(Exchange& exchange) {
  std::string key(exchange.Header("Ocp-Apim-Subscription-Key"));
  if (key.empty()) key = exchange.Query("Ocp-Apim-Subscription-Key");
  std::string token(exchange.Header("Authorization"));
  if (token.empty()) token = exchange.Query("Authorization");
  if (key.empty() && token.starts_with("Bearer ")) {
    const bool issued = token.starts_with("Bearer sim-token-");
    if (issued || exchange.ProblemOf(token.substr(7)) == KeyProblem::kNone) return std::nullopt;
    return Refused(401, "a token that was not issued");
  }
  if (exchange.ProblemOf(key) == KeyProblem::kNone) return std::nullopt;
  return Refused(401, key.empty() ? "no key" : "a wrong key");
}

std::optional<Refusal> CheckAzureTts(Exchange& exchange) {
  if (auto refusal = CheckAzureKey(exchange)) return refusal;
  if (exchange.ContentType() != "application/ssml+xml") return Refused(415, "content type");
  const std::string_view agent = exchange.Header("User-Agent");
  if (agent.empty()) return Refused(400, "no User-Agent");
  if (agent.size() >= kUserAgentMax) return Refused(400, "User-Agent too long");
  const std::string_view format = exchange.Header("X-Microsoft-OutputFormat");
  if (format.empty()) return Refused(400, "no X-Microsoft-OutputFormat");
  if (!IsAzureFormat(format)) return Refused(400, "no such output format");
  const std::string problem = SsmlProblem(exchange.record->body);
  if (!problem.empty()) return Refused(400, "SSML: " + problem);
  return std::nullopt;
}

}  // namespace nexy::sim
