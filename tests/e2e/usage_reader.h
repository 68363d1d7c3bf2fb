#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "nexy/testing_program.h"

namespace nexy::testing {

// What nexyctl tells of a store, whether or not nexyd runs.
class UsageReader {
 public:
  explicit UsageReader(std::string store) : store_(std::move(store)) {}

  // Requests to `provider` in all days; -1: the store cannot be read (yet).
  int Requests(const std::string& provider) const {
    const ProgramResult result = Program({"usage", "--since", "1970-01-01", "--by", "provider",
                                          "--json", "--set", "store.path=" + store_},
                                         home_, {}, "", "nexyctl")
                                     .Wait();
    const auto told = nlohmann::json::parse(result.out, nullptr, false);
    if (!told.is_object()) return -1;
    int requests = 0;
    for (const auto& row : told["rows"]) {
      if (row["provider"] == provider) requests += row["requests"].get<int>();
    }
    return requests;
  }

 private:
  const std::string store_;
  TemporaryFolder home_;
};

}  // namespace nexy::testing
