#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/task.h"
#include "engine.h"
#include "script.h"

namespace nexy::sim {

class SimStream;

// Thrown when the script has ended an answer: by a cut, or in a way after which the connection is
// of no more use. It unwinds the coroutine of the answer; its connection catches it.
struct ScriptedEnd {};

Task<> Wait(Milliseconds time);
Task<> WaitForever();

struct HttpHead {
  int status = 200;
  std::string_view content_type;
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<std::size_t> length;  // Else the body is chunked.
};

// Writes one HTTP response in the order in which a service makes it, and does to it what the
// behaviour says: it waits, cuts, stalls, garbles.
//
// Throws system_error when the client is gone and ScriptedEnd; destroy the connection then.
class HttpPerformance {
 public:
  HttpPerformance(SimStream& stream, Engine& engine, const Behaviour& behaviour,
                  SimRequest& request, std::string& buffer);

  Task<> Head(HttpHead head);
  Task<> Piece(std::string_view body);
  Task<> End();
  // A response in `pieces`, with their length if the behaviour wants that.
  Task<> Streamed(HttpHead head, const std::vector<std::string>& pieces);
  // A response in one piece.
  Task<> Whole(HttpHead head, std::string_view body);

 private:
  Task<> Flush();
  Task<> Misbehave(Place place);
  Task<> WritePart(std::string_view part);
  void Frame(std::string_view body);

  SimStream& stream_;
  Engine& engine_;
  const Behaviour& behaviour_;
  SimRequest& request_;
  std::string& out_;  // Not written yet.
  const bool waits_;
  bool chunked_ = true;
  std::size_t pieces_ = 0;
};

}  // namespace nexy::sim
