#pragma once

#include <string>

namespace nexy {

// Section `store` of config/nexy.yaml.
struct StoreOptions {
  // SQLite file; empty: $STATE_DIRECTORY/nexy.db, else $XDG_STATE_HOME/nexy/nexy.db.
  std::string path;
};

}  // namespace nexy
