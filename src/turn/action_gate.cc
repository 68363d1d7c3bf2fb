#include "turn/action_gate.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>

namespace nexy {
namespace {

using Json = nlohmann::ordered_json;

enum class Arg { kText, kOptionalText, kLimit };

struct ArgRule {
  std::string_view key;
  Arg kind;
};

struct CommandRule {
  std::string_view name;
  bool TurnOptions::*enabled;  // Null: always.
  std::array<ArgRule, 2> args;
  std::size_t arg_count;
};

constexpr CommandRule kAllowed[] = {
    {"open_app", nullptr, {{{"app_name", Arg::kText}}}, 1},
    {"close_app", nullptr, {{{"app_name", Arg::kText}}}, 1},
    {"send_message",
     &TurnOptions::messages_enabled,
     {{{"contact", Arg::kText}, {"message", Arg::kText}}},
     2},
    {"read_messages",
     &TurnOptions::messages_enabled,
     {{{"contact", Arg::kText}, {"limit", Arg::kLimit}}},
     2},
    {"find_contact", &TurnOptions::messages_enabled, {{{"query", Arg::kText}}}, 1},
    {"send_whatsapp_message",
     &TurnOptions::whatsapp_enabled,
     {{{"contact", Arg::kText}, {"message", Arg::kText}}},
     2},
    {"read_whatsapp_messages",
     &TurnOptions::whatsapp_enabled,
     {{{"contact", Arg::kOptionalText}}},
     1},
    {"browser_use", &TurnOptions::browser_enabled, {{{"task", Arg::kText}}}, 1},
    {"close_browser", &TurnOptions::browser_enabled, {}, 0},
    {"manage_subscription", &TurnOptions::subscription_enabled, {}, 0},
    {"buy_subscription", &TurnOptions::subscription_enabled, {}, 0},
};

// Trim, lower case, runs of space, '-', '.' and '_' become one '_' (9.2).
std::string NormalizedName(std::string_view name) {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!name.empty() && is_space(name.front())) name.remove_prefix(1);
  while (!name.empty() && is_space(name.back())) name.remove_suffix(1);
  std::string result;
  for (char c : name) {
    if (is_space(c) || c == '-' || c == '.' || c == '_') {
      if (result.empty() || result.back() != '_') result += '_';
    } else {
      result += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return result;
}

bool IsBlank(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

absl::Status Refuse(std::string_view what) { return absl::InvalidArgumentError(std::string(what)); }

absl::StatusOr<Json> TextArg(const Json& value, std::size_t max_bytes) {
  std::string text;
  if (value.is_string()) {
    text = value.get<std::string>();
  } else if (value.is_number()) {
    text = value.dump();  // A model writes a phone number without quotes now and then.
  } else {
    return Refuse("an argument is not a text");
  }
  if (IsBlank(text)) return Refuse("an argument is blank");
  if (text.size() > max_bytes) return Refuse("an argument is too long");
  return Json(std::move(text));
}

absl::StatusOr<Json> LimitArg(const Json& value) {
  constexpr int kMin = 1, kMax = 100;
  if (!value.is_number_integer()) return Refuse("limit is not a whole number");
  const auto limit = value.get<std::int64_t>();
  if (limit < kMin || limit > kMax) return Refuse("limit is not between 1 and 100");
  return Json(limit);
}

// The argument's value, or nullopt if it is absent and may be.
absl::StatusOr<std::optional<Json>> CheckedArg(const Json& args, const ArgRule& rule,
                                               std::size_t max_bytes) {
  constexpr int kDefaultLimit = 10;
  const auto found = args.find(std::string(rule.key));
  if (found == args.end()) {
    if (rule.kind == Arg::kOptionalText) return std::nullopt;
    if (rule.kind == Arg::kLimit) return Json(kDefaultLimit);
    return Refuse("a required argument is missing");
  }
  auto value = rule.kind == Arg::kLimit ? LimitArg(*found) : TextArg(*found, max_bytes);
  if (!value.ok()) return value.status();
  return std::optional<Json>(*std::move(value));
}

absl::StatusOr<Json> CheckedArgs(const Json& given, const CommandRule& rule,
                                 std::size_t max_bytes) {
  Json args = Json::object();
  if (!given.is_object()) return Refuse("args is not an object");
  if (rule.arg_count == 0 && !given.empty()) return Refuse("the command takes no arguments");
  for (const ArgRule& arg : std::span(rule.args).first(rule.arg_count)) {
    auto value = CheckedArg(given, arg, max_bytes);
    if (!value.ok()) return value.status();
    if (value->has_value()) args[std::string(arg.key)] = **std::move(value);
  }
  return args;
}

}  // namespace

absl::StatusOr<std::string> AllowedAction(const ActionCommand& command, std::string_view session_id,
                                          const TurnOptions& options) {
  const std::string name = NormalizedName(command.command);
  const auto* rule = std::find_if(std::begin(kAllowed), std::end(kAllowed),
                                  [&name](const CommandRule& r) { return r.name == name; });
  if (rule == std::end(kAllowed)) return absl::PermissionDeniedError("the command is not listed");
  if (rule->enabled != nullptr && !(options.*rule->enabled)) {
    return absl::PermissionDeniedError("the command is switched off");
  }
  const Json given = Json::parse(command.args_json, nullptr, /*allow_exceptions=*/false);
  auto args = CheckedArgs(given, *rule, options.action_arg_max_bytes);
  if (!args.ok()) return args.status();
  const Json action = {{"session_id", session_id}, {"command", name}, {"args", *std::move(args)}};
  return action.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace nexy
