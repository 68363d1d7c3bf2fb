#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "http/http_options.h"
#include "llm/llm_options.h"
#include "nexyd/log_options.h"
#include "nexyd/server_options.h"
#include "rpc/rpc_options.h"
#include "screen/screenshot.h"
#include "session/session_options.h"
#include "store/price_options.h"
#include "store/store_options.h"
#include "stt/stt_options.h"
#include "tts/tts_options.h"
#include "turn/turn_options.h"
#include "update/update_options.h"
#include "web/web_options.h"

namespace nexy {

enum class Environment { kDev, kStage, kProd };  // NEXY_ENV.
std::string_view EnvironmentWord(Environment environment);
std::optional<Environment> EnvironmentOf(std::string_view word);

// Every setting of nexyd; a member's name is its section in config/nexy.yaml.
struct Options {
  Environment environment = Environment::kProd;
  ServerOptions server;
  RpcOptions rpc;
  WebOptions web;
  LogOptions log;
  SessionOptions session;
  TurnOptions turn;
  LlmOptions llm;
  TtsOptions tts;
  SttOptions stt;
  HttpOptions http;
  ProxySettings proxies;  // No settings: the environment's, as for every program.
  ScreenOptions screen;
  StoreOptions store;
  UpdateOptions update;
  PriceOptions prices;
};

// Where settings may come from.
struct OptionInputs {
  std::string config_file =
      {};  // --config; empty: $NEXY_CONFIG, else `default_file` if it is there.
  std::vector<std::string> set = {};  // --set, each `section.key=value`.
  std::map<std::string, std::string> environment = {};
  std::string default_file = "/etc/nexy/nexy.yaml";
};

std::map<std::string, std::string> ProcessEnvironment();

// A setting as it counts, and the place that decided it: `default`, `preset dev`, `nexy.yaml:12`,
// `environment NEXY_RPC_PORT`, `--set`.
struct EffectiveSetting {
  std::string path;
  std::string value;     // As it would be written in the file.
  bool is_text = false;  // To be quoted where numbers and words are told apart.
  std::string origin;
};

struct LoadedOptions {
  Options options;
  std::string config_file;                 // Empty: none was read.
  std::vector<EffectiveSetting> settings;  // In the order of config/nexy.yaml.
  std::vector<std::string> notices;        // Say once at the start; nothing is wrong.
};

// The settings that count: the defaults of the option structs, under the built-in presets of
// NEXY_ENV, under the file and its own presets, under the earlier environment names, under
// NEXY_SECTION_KEY, under --set. `auto` hosts are addresses afterwards. INVALID_ARGUMENT lists
// every mistake of every source, one a line, and never the value of a setting that is not known.
absl::StatusOr<LoadedOptions> LoadOptions(const OptionInputs& inputs);

// The same with `file_text` as the file, which mistakes call `file_name`.
absl::StatusOr<LoadedOptions> LoadOptions(const OptionInputs& inputs, std::string_view file_name,
                                          std::string_view file_text);

}  // namespace nexy
