#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/task.h"
#include "engine.h"
#include "http_performance.h"
#include "script.h"

namespace nexy::sim {

class SimStream;

// A request that the real service does not serve, and how it says so.
struct Refusal {
  int status = 400;
  std::string body;
  std::string why;  // For SimRequest::refusal.
  std::vector<std::pair<std::string, std::string>> headers;
};

enum class KeyProblem { kNone, kMissing, kWrong };

// One request on its way through a service.
struct Exchange {
  Engine& engine;
  SimStream& stream;
  const bool& was_cut;  // By the script.
  std::string path;     // From the service's own part on: "/v1/chat/completions".
  std::string query;    // Without the question mark.
  std::shared_ptr<const Cast> cast;
  std::shared_ptr<const Behaviour> behaviour;  // Null until it is taken.
  std::shared_ptr<SimRequest> record;          // Target, headers and body; others may read it.
  nlohmann::json body;                         // Of a JSON request; discarded when it is none.

  std::string_view Header(std::string_view name) const { return record->Header(name); }
  std::string_view ContentType() const;            // Without parameters.
  std::string Query(std::string_view name) const;  // Percent-decoded; empty: none.
  bool strict() const { return cast->strict.value_or(engine.options().strict); }
  std::string_view flavour() const {
    return cast->flavour ? std::string_view(*cast->flavour)
                         : std::string_view(engine.options().flavour);
  }
  // An accepted key is the configured one, else any that does not begin with "bad".
  KeyProblem ProblemOf(std::string_view key) const;
  bool KnowsModel(std::string_view model) const;
};

// A generation that a service has begun; unless it is told to be finished it counts as aborted by
// the client, or as cut by the script.
class Generation {
 public:
  explicit Generation(const Exchange& exchange);
  ~Generation();
  Generation(const Generation&) = delete;
  Generation& operator=(const Generation&) = delete;
  void Finish() { finished_ = true; }

 private:
  Engine& engine_;
  const bool& was_cut_;
  bool finished_ = false;
};

// A service over HTTP: `check` is strict mode's judgement (null: none); `perform` answers.
struct HttpService {
  std::string_view name;
  std::string_view method;
  std::optional<Refusal> (*check)(Exchange&);
  Task<> (*perform)(Exchange&, HttpPerformance&);
};

// A service over WebSocket: `refuse` may answer the upgrade with a status; `talk` has the socket.
struct SocketService {
  std::string_view name;
  std::optional<Refusal> (*refuse)(Exchange&);
  Task<> (*talk)(Exchange&);
};

// "Hello $N" -> "Hello 7": the request's number in scripted text.
std::string WithNumber(std::string_view text, std::uint64_t number);
// A JSON string literal.
std::string Quoted(std::string_view text);

}  // namespace nexy::sim
