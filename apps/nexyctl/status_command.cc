#include "nexyctl/status_command.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "base/strings.h"
#include "nexyctl/complaint.h"
#include "nexyctl/http_call.h"
#include "nexyd/option_flags.h"
#include "nexyd/options.h"

namespace nexy {
namespace {

using nlohmann::json;

constexpr int kNotServing = 1;
constexpr std::size_t kPageMaxBytes = 1024 * 1024;

constexpr char kStatusExamples[] = R"(Examples:
  nexyctl status                          the server that the settings of this machine describe
  nexyctl status --server 10.0.0.5:8080
  nexyctl status --json | jq .providers

A provider is ok, degraded (its last request failed) or down (its circuit is open: turns go to the
next one at once). docs/providers.md explains the reasons.
Exit codes: 0 turns are served, 1 they are not, or nobody answers, 2 wrong use or wrong settings.)";

struct StatusFlags {
  OptionInputs inputs;
  std::string server;
  bool json = false;
};

Task<absl::StatusOr<std::string>> Fetch(HttpClient& client, std::string url) {
  ClientRequest request;
  request.method = "GET";
  request.url = std::move(url);
  request.response_timeout = request.idle_timeout = std::chrono::seconds(5);
  auto response = co_await client.Send(std::move(request));
  if (!response.ok()) co_return response.status();
  if ((*response)->status() != 200) {
    co_return absl::UnavailableError(Concat("HTTP ", (*response)->status()));
  }
  co_return co_await ReadAll(**response, kPageMaxBytes);
}

std::string TextOf(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::int64_t NumberOf(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : -1;
}

// "quota (gemini: error 429), for 12 s, tried again in 18 s".
std::string WhyOf(const json& provider) {
  std::string why = TextOf(provider, "reason");
  if (const std::string detail = TextOf(provider, "detail"); !detail.empty()) {
    why += Concat(" (", detail, ")");
  }
  if (const auto since = NumberOf(provider, "failing_for_seconds"); since >= 0) {
    why += Concat(", for ", since, " s");
  }
  if (const auto next = NumberOf(provider, "next_try_in_seconds"); next >= 0) {
    why += Concat(", tried again in ", next, " s");
  }
  return why;
}

std::string Padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size() + 1), ' ');
  return text;
}

void Print(const std::string& server, const json& status) {
  std::cout << "nexyd " << TextOf(status, "version") << " at " << server << ": "
            << TextOf(status, "status");
  if (const std::string reason = TextOf(status, "reason"); !reason.empty()) {
    std::cout << " (" << reason << ")";
  }
  std::cout << ", " << NumberOf(status, "live_turns") << " of "
            << NumberOf(status, "max_live_turns") << " turns live\n";
  const auto providers = status.find("providers");
  if (providers == status.end() || !providers->is_array()) return;
  for (const json& provider : *providers) {
    if (!provider.is_object()) continue;
    std::string line = Padded(TextOf(provider, "kind"), 6) + Padded(TextOf(provider, "name"), 12) +
                       Padded(TextOf(provider, "state"), 9) + WhyOf(provider);
    line.resize(line.find_last_not_of(' ') + 1);
    std::cout << line << "\n";
  }
}

void RunStatus(StatusFlags& flags) {
  flags.inputs.environment = ProcessEnvironment();
  const absl::StatusOr<LoadedOptions> loaded = LoadOptions(flags.inputs);
  if (!loaded.ok()) Complain(MessageOf(loaded.status()), kExitUsage);
  const WebOptions& web = loaded->options.web;
  const std::string host = web.host == "0.0.0.0" ? "127.0.0.1" : web.host;
  std::string server = flags.server;
  if (server.empty()) server = Concat(host, ":", web.port);
  HttpCall call(loaded->options.http, {});
  const auto page = call.Await(Fetch(call.client(), Concat("http://", server, "/status")));
  if (!page.ok()) {
    Complain(Concat("no answer from ", server, ": ", MessageOf(page.status()),
                    "; is nexyd running, and is --server or web.port right?"),
             kNotServing);
  }
  const json status = json::parse(*page, nullptr, /*allow_exceptions=*/false);
  if (!status.is_object()) Complain(Concat(server, " is no nexyd"), kNotServing);
  if (flags.json) {
    std::cout << *page << "\n";
  } else {
    Print(server, status);
  }
  if (TextOf(status, "status") != "running") throw CLI::RuntimeError(kNotServing);
}

}  // namespace

void AddStatusCommand(CLI::App& app) {
  CLI::App* status = app.add_subcommand("status", "How a running nexyd and its providers are");
  const auto flags = std::make_shared<StatusFlags>();
  status->add_option("--server", flags->server, "Its HTTP address; else web.host and web.port")
      ->type_name("HOST:PORT");
  status->add_flag("--json", flags->json, "Print /status as it came");
  AddOptionFlags(*status, flags->inputs);
  status->footer(kStatusExamples);
  status->callback([flags] { RunStatus(*flags); });
}

}  // namespace nexy
