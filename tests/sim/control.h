#pragma once

#include <string>
#include <string_view>

#include "engine.h"

namespace nexy::sim {

struct ControlAnswer {
  int status = 200;
  std::string body;
};

// The endpoints under /__sim/ by which a program of another language directs the stand-in.
ControlAnswer Control(Engine& engine, std::string_view method, std::string_view path,
                      const std::string& body);

}  // namespace nexy::sim
