#pragma once

namespace CLI {
class App;
}

namespace nexy {

// Adds `nexyctl update …`: keys, publishing, rollout, looking after the store.
void AddUpdateCommand(CLI::App& app);

// Its parts, by file.
void AddUpdateKeyCommands(CLI::App& update);      // keygen, init, rotate-key
void AddUpdatePublishCommands(CLI::App& update);  // publish, promote
void AddUpdateRolloutCommands(CLI::App& update);  // pause, resume, finish, pull, rollback, refresh
void AddUpdateLookCommands(CLI::App& update);     // list, log, verify, gc, explain-decision
void AddUpdateAdoptionCommand(CLI::App& update);  // adoption

}  // namespace nexy
