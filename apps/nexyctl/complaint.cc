#include "nexyctl/complaint.h"

#include <CLI/Error.hpp>
#include <iostream>

namespace nexy {

void Complain(std::string_view what, int code) {
  std::cerr << "nexyctl: " << what << "\n";
  throw CLI::RuntimeError(code);
}

}  // namespace nexy
