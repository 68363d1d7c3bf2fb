#pragma once

#include <cstddef>

namespace nexy {

// Section `server` of config/nexy.yaml.
struct ServerOptions {
  std::size_t io_threads = 0;  // Threads that run all turns; 0: one a processor.
};

}  // namespace nexy
